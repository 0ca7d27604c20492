"""Terms files 合同条款文件: any contract as one YAML or JSON document with ACTUS names."""

from kejin.instruments.termsheets.sheets import (
    Contract,
    contract_of,
    contract_of_json,
    json_schema,
    read_contract,
)

__all__ = ["Contract", "contract_of", "contract_of_json", "json_schema", "read_contract"]
