"""What the codes in the heads and sources of packs are called."""

from collections.abc import Mapping

from kejin.facts import Label

JURISDICTIONS: Mapping[str, Label] = {
    "cn": Label("全国", "The State"),
    "cn_gd": Label("广东省", "Guangdong"),
    "cn_gd_guangzhou": Label("广州市", "Guangzhou"),
    "cn_gd_shenzhen": Label("深圳市", "Shenzhen"),
    "cn_gd_zhuhai": Label("珠海市", "Zhuhai"),
    "cn_gd_zhongshan": Label("中山市", "Zhongshan"),
    "cn_gd_jiangmen": Label("江门市", "Jiangmen"),
    "hk": Label("香港", "Hong Kong"),
    "demonstration": Label("演示（虚构）", "Demonstration (invented)"),
}
"""The jurisdictions of the packs that ship, the State first."""
AUDIENCES: Mapping[str, Label] = {
    "enterprise": Label("企业", "enterprises"),
    "institution": Label("银行、担保、保险等机构", "banks, guarantors, insurers"),
    "office": Label("主管部门", "offices"),
    "background": Label("供其他政策引用", "other policies"),
}
"""Whose question a policy is."""
SOURCE_KINDS: Mapping[str, Label] = {
    "official": Label("官方原文", "the issuer's own text"),
    "mirror": Label("转载全文", "a copy of the text"),
    "press": Label("新闻报道", "press"),
    "secondary": Label("二手资料", "a secondary source"),
    "convention": Label("本系统约定", "a convention of this system"),
    "demonstration": Label("演示虚构", "invented for demonstration"),
}
"""What was read of a source."""
LEVELS: Mapping[str, Label] = {
    "central": Label("中央", "central"),
    "province": Label("省级", "province"),
    "city": Label("市级", "city"),
    "district": Label("区级", "district"),
    "market": Label("市场", "market"),
}
"""Who pays a support."""
FORMS: Mapping[str, Label] = {
    "interest": Label("贴息", "interest subsidy"),
    "guarantee_fee": Label("担保费补贴", "guarantee-fee subsidy"),
    "premium": Label("保费补贴", "premium subsidy"),
    "valuation_fee": Label("评估费补贴", "valuation-fee subsidy"),
    "loss_share": Label("损失分担", "share of losses"),
    "funding": Label("资金支持", "funding"),
}
"""What a support lowers."""
BASES: Mapping[str, Label] = {
    "share_of_interest": Label("按利息比例", "a share of the interest"),
    "points_of_rate": Label("按利率百分点", "percentage points of the rate"),
    "share_of_fee": Label("按费用比例", "a share of the fee"),
    "share_of_premium": Label("按保费比例", "a share of the premium"),
    "share_of_cost": Label("按全部费用比例", "a share of the whole cost"),
    "share_of_loss": Label("按损失比例", "a share of the loss"),
}
"""What a support is measured by."""
PRODUCT_KINDS: Mapping[str, Label] = {
    "working_capital": Label("流动资金贷款", "working-capital loan"),
    "fixed_asset": Label("固定资产贷款", "fixed-asset loan"),
    "rd_loan": Label("研发贷款", "R&D loan"),
    "ip_pledge": Label("知识产权质押贷款", "IP-pledge loan"),
    "merger_loan": Label("并购贷款", "merger loan"),
    "renewal": Label("续贷", "renewal"),
    "credit_line": Label("授信额度", "credit line"),
    "guaranteed_loan": Label("担保贷款", "guaranteed loan"),
    "bond": Label("债券", "bond"),
    "ip_securitisation": Label("知识产权证券化", "IP securitisation"),
    "insurance": Label("保险", "insurance"),
    "hedge": Label("套期保值", "hedge"),
    "equity": Label("股权投资", "equity"),
    "listing": Label("上市挂牌", "listing"),
    "subsidy": Label("补贴", "subsidy"),
    "foreign_debt": Label("跨境融资", "cross-border debt"),
}
"""Kinds of products."""
