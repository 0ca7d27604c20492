#!/bin/bash
# One financing from its need to compensation and recovery, one interest subsidy from entitlement to payment file, and
# one loan tape with five mistakes to the queue of its breaks, by the command line alone and by people of four
# organisations; all of them are invented.
#
#   KEJIN_DATABASE=/some/empty/place bash examples/records/story.sh
#
# Each line is one person's act for one organisation. What must not happen is tried too, and has to be refused.
set -euo pipefail
KEJIN=${KEJIN:-kejin}
N=0

# All acts go through one process, `kejin act stream --json`: a line of JSON for each, answered by a line of JSON.
quoted() {                    # quoted WORD   the word as JSON
    local word=${1//\\/\\\\}
    word=${word//\"/\\\"}
    printf '"%s"' "${word//$'\n'/ }"
}
send() {                      # send PERSON ORGANISATION CODE [NAME=VALUE]...   the answer is in $REPLY
    local person=$1 organisation=$2 code=$3 given="" word; shift 3
    for word in "$@"; do given+=${given:+,}$(quoted "$word"); done
    N=$((N + 1))
    printf '{"act": "%s", "as": "%s", "for": "%s", "key": "story-%s", "reason": "演示", "parameters": [%s]}\n' \
        "$code" "$person" "$organisation" "$N" "$given" >&"${ACTS[1]}"
    IFS= read -r REPLY <&"${ACTS[0]}"
}
act() {                       # act PERSON ORGANISATION CODE [NAME=VALUE]...   must be done
    send "$@"
    [[ $REPLY == *'"done":'* ]] || { echo "$1 · $3 was not done: $REPLY" >&2; exit 1; }
    echo "✓ $1 · $3"
}
refused() {                   # refused REASON PERSON ORGANISATION CODE [NAME=VALUE]...   must be refused for that reason
    local reason=$1; shift
    send "$@"
    [[ $REPLY == *'"error":'*"$reason"* ]] || { echo "$1 · $3 was not refused for $reason: $REPLY" >&2; exit 1; }
    echo "✗ $1 · $3: $reason"
}
got() {                       # got NAME   a number or a text of the last reply's content
    [[ $REPLY =~ \"content\":\ \{.*\"$1\":\ \"?([^,\"\}]+) ]] && printf '%s' "${BASH_REMATCH[1]}"
}
person() {                    # person ADMINISTRATOR ORGANISATION USERNAME NAME ROLE...
    local administrator=$1 organisation=$2 username=$3 name=$4; shift 4
    act "$administrator" "$organisation" registry.register_person username="$username" name="$name"
    for role in "$@"; do
        act "$administrator" "$organisation" registry.appoint username="$username" organisation_id="$organisation" role="$role"
    done
}
organisation() {              # organisation KIND NAME CREDIT_CODE ADMINISTRATOR   its number is in $NEW
    act wang "$OFFICE" registry.register_organisation kind="$1" name="$2" credit_code="$3"
    NEW=$(got organisation_id)
    act wang "$OFFICE" registry.register_person username="$4" name="管理员"
    act wang "$OFFICE" registry.appoint username="$4" organisation_id="$NEW" role=administrator
}

echo "— The office, a bank, a pool and an enterprise 各方登记"
$KEJIN db migrate >/dev/null
FOUNDED=$($KEJIN db found "省地方金融管理局（示意）" --administrator wang --name 王某 --day 2026-03-02 --json)
[[ $FOUNDED =~ \"organisation_id\":\ ([0-9]+) ]] && OFFICE=${BASH_REMATCH[1]}
coproc ACTS { $KEJIN act stream --json || true; }
person wang "$OFFICE" li 李某 handler
person wang "$OFFICE" sun 孙某 approver
person wang "$OFFICE" he 何某 approver
person wang "$OFFICE" qian 钱某 treasurer
person wang "$OFFICE" zhou 周某 treasurer
organisation bank "示例银行" 91440000XN0000012W bankroot; BANK=$NEW
person bankroot "$BANK" chen 陈某 handler
person bankroot "$BANK" wu 吴某 approver
person bankroot "$BANK" zheng 郑某 handler approver
organisation pool "示例风险补偿资金池" 91440000XN0000020P poolroot; POOL=$NEW
person poolroot "$POOL" feng 冯某 handler
person poolroot "$POOL" chu 褚某 approver
person poolroot "$POOL" wei 卫某 approver
person poolroot "$POOL" jiang 蒋某 treasurer
act wang "$OFFICE" registry.register_organisation kind=enterprise name="示例科技有限公司" credit_code=91440000XN0000039L
FIRM=$(got organisation_id)
act wang "$OFFICE" registry.register_person username=zhao name=赵某
PAPER=$(printf '授权委托书' | sha256sum | cut -d' ' -f1)
act li "$OFFICE" registry.lodge_authority username=zhao organisation_id="$FIRM" kind=power_of_attorney \
    evidence_sha256="$PAPER" valid_from=2026-01-01 valid_until=2027-12-31
AUTHORITY=$(got authority_id)
refused not_permitted li "$OFFICE" registry.verify_authority authority_id="$AUTHORITY" evidence_sha256="$PAPER"
act sun "$OFFICE" registry.verify_authority authority_id="$AUTHORITY" evidence_sha256="$PAPER"

echo "— Money and limits 资金与限额"
act poolroot "$POOL" ledger.open_book book=pool name="资金池" template=pool
act jiang "$POOL" ledger.post book=pool kind=pool.contribution amount_minor=10000000000
act wang "$OFFICE" ledger.open_book book=interest name="贴息预算" template=budget
act qian "$OFFICE" ledger.post book=interest kind=budget.appropriation amount_minor=1000000000
act bankroot "$BANK" approval.set_limit kind=financing above_minor=100000000
act wang "$OFFICE" approval.set_limit kind=subsidy above_minor=100000000
act wang "$OFFICE" subsidy.open_programme programme=interest-2026 name="贷款贴息" book=interest \
    decision=loan_interest_subsidy.subsidy amount=granted_subsidy_fen notice_days=5

echo "— From need to contract 从需求到签约"
act zhao "$FIRM" financing.state_need amount_minor=50000000 term_months=12 purpose="研发"
FINANCING=$(got financing_id)
act zhao "$FIRM" financing.match financing_id="$FINANCING" institution_id="$BANK" product=demo.credit
act zhao "$FIRM" financing.apply financing_id="$FINANCING"
refused records.not_permitted zhao "$FIRM" financing.offer financing_id="$FINANCING" principal_minor=50000000 rate_ppb=1 \
    term_months=12 repayment=bullet valid_until=2026-12-31
act chen "$BANK" financing.offer financing_id="$FINANCING" principal_minor=50000000 rate_ppb=36000000 term_months=12 \
    repayment=bullet valid_until=2026-12-31
act zhao "$FIRM" financing.accept financing_id="$FINANCING" offer_id="$(got offer_id)"
act zheng "$BANK" financing.propose financing_id="$FINANCING"
APPROVAL=$(got approval_id) DIGEST=$(got content_sha256)
refused own_work zheng "$BANK" financing.decide financing_id="$FINANCING" approval_id="$APPROVAL" content_sha256="$DIGEST"
refused other_document wu "$BANK" financing.decide financing_id="$FINANCING" approval_id="$APPROVAL" content_sha256="$PAPER"
act wu "$BANK" financing.decide financing_id="$FINANCING" approval_id="$APPROVAL" content_sha256="$DIGEST"
act chen "$BANK" financing.register_contract financing_id="$FINANCING" approval_id="$APPROVAL" number=HT-1 signed_on=2026-03-02

echo "— From overdue to compensation, recovery and the end 从逾期到补偿、追偿与结清"
act chen "$BANK" financing.report financing_id="$FINANCING" as_of=2026-03-02 outstanding_minor=50000000 overdue_days=91
act chen "$BANK" financing.claim 'facts={
    "enterprise": [{"enterprise_id": "A", "key_list_enterprise": "true"}],
    "loan": [{"loan_id": "HT-1", "enterprise_id": "A", "institution_id": "bank-1", "loan_mode": "bank",
        "loan_enrolled": "true", "loan_enrolled_on": "2025-11-03", "loan_signed_on": "2025-11-01",
        "loan_principal_fen": "400万元", "loan_ip_pledged": "true", "loan_monetary_tool": "true",
        "loan_compensated_other_mode": "false", "loan_five_class": "loss"}],
    "institution_year": [{"institution_id": "bank-1", "year": "2026", "institution_kind": "bank",
        "institution_enrolled_principal_fen": "2亿元"}]}' \
    financing_id="$FINANCING" book=pool agreement=loan_loss_compensation.bank_mode law_date=2026-12-31 principal_minor=12345679
CLAIM=$(got claim_id)
act feng "$POOL" financing.assess_claim claim_id="$CLAIM"
APPROVAL=$(got approval_id) DIGEST=$(got content_sha256)
[[ $(got amount_minor) == 6172840 ]]          # half, and the odd fen: the pool 61,728.40 yuan, the bank 61,728.39
act chu "$POOL" financing.decide_claim claim_id="$CLAIM" approval_id="$APPROVAL" content_sha256="$DIGEST"
refused wrong_state jiang "$POOL" financing.pay_compensation claim_id="$CLAIM"
act wei "$POOL" financing.decide_claim claim_id="$CLAIM" approval_id="$APPROVAL" content_sha256="$DIGEST"
act jiang "$POOL" financing.pay_compensation claim_id="$CLAIM"
refused duplicate jiang "$POOL" financing.pay_compensation claim_id="$CLAIM"
act chen "$BANK" financing.recover financing_id="$FINANCING" recovered_on=2026-03-02 amount_minor=1000000
[[ $(got pool_minor) == 500000 ]]
act chen "$BANK" financing.close financing_id="$FINANCING"

echo "— A subsidy, from entitlement to payment file 贴息兑付"
act chen "$BANK" subsidy.entitle 'facts={
    "enterprise": [{"enterprise_id": "E", "city_code": "4401", "is_manufacturer": "true", "hte_certified": "false",
        "on_serious_dishonesty_list": "false"}],
    "loan": [{"loan_id": "HT-1", "enterprise_id": "E", "loan_drawn_on": "2025-06-01", "loan_signed_on": "2025-05-28",
        "loan_claim_year": "2026", "loan_lender_in_scheme": "true", "loan_product": "fixed_asset",
        "loan_use": "equipment", "loan_refinances": "false", "loan_buys_land": "false",
        "loan_invests_in_finance": "false", "loan_property_use": "false", "loan_spent_in_guangdong": "true",
        "loan_other_provincial_subsidy": "false", "loan_subsidised_from": "2025-06-01",
        "loan_claim_from": "2026-01-01", "loan_claim_to": "2026-03-31", "loan_principal_fen": "1000万元",
        "loan_rate": "3.15%", "loan_interest_paid_fen": "78750元"}]}' \
    programme=interest-2026 contract_number=HT-1 quarter=2026Q1 law_date=2026-04-10
SUBSIDY=$(got subsidy_id)
act zhao "$FIRM" subsidy.claim subsidy_id="$SUBSIDY"
act li "$OFFICE" subsidy.check subsidy_id="$SUBSIDY"
APPROVAL=$(got approval_id) DIGEST=$(got content_sha256)
[[ $(got amount_minor) == 2756250 ]]          # 78,750 yuan of interest × 35%
# The pool has compensated this very loan: it takes two people and their reasons, whatever the amount.
[[ $(got required) == 2 ]]
act sun "$OFFICE" subsidy.decide subsidy_id="$SUBSIDY" approval_id="$APPROVAL" content_sha256="$DIGEST"
act he "$OFFICE" subsidy.decide subsidy_id="$SUBSIDY" approval_id="$APPROVAL" content_sha256="$DIGEST"
refused wrong_state qian "$OFFICE" subsidy.payment_file programme=interest-2026
act wang "$OFFICE" day.open day=2026-03-09
act qian "$OFFICE" subsidy.payment_file programme=interest-2026
FILE=$(got file_id) DIGEST=$(got sha256)
refused own_work qian "$OFFICE" subsidy.confirm_paid file_id="$FILE" sha256="$DIGEST"
act zhou "$OFFICE" subsidy.confirm_paid file_id="$FILE" sha256="$DIGEST"

echo "— A loan tape with five mistakes 贷款报表与差异"
TAPES=$(dirname "$0")/../tapes
tape() {                      # tape FILE MONTH [OPTION]...   its number is in $TAPE
    local told
    told=$($KEJIN tape import "$TAPES/$1" --month "$2" "${@:3}" --as chen --for "$BANK" --key "tape-$1" --json)
    [[ $told =~ \"tape_id\":\ ([0-9]+) ]] && TAPE=${BASH_REMATCH[1]}
    echo "✓ chen · kejin tape import $1"
}
tape 2026-01.csv 2026-01 --kind take_on
act chen "$BANK" tape.reconcile tape_id="$TAPE"
[[ $(got differences) == 0 ]]
tape 2026-02.csv 2026-02
act chen "$BANK" tape.reconcile tape_id="$TAPE"
[[ $(got differences) == 5 ]]                 # a balance, days past due, a rate, a row twice, a loan that is missing
$KEJIN tape breaks --for "$BANK"
eval "exec ${ACTS[1]}>&-"
wait "$ACTS_PID"

echo "— The day closed, everything worked out anew, sealed and verified 日终、核对、重放、封存、核验"
$KEJIN ledger close --as wang --for "$OFFICE"
$KEJIN ledger balances
$KEJIN ledger verify
$KEJIN ledger replay
$KEJIN audit key
$KEJIN audit seal
$KEJIN audit verify
