"""Words of company names that tell less than the rest: legal forms and industries."""

from typing import Final

FORMS: Final = {
    "股份有限公司": "joint_stock",
    "股份公司": "joint_stock",
    "有限责任公司": "limited",
    "有限公司": "limited",
    "有限责任": "limited",
    "有限合伙": "partnership",
    "普通合伙": "partnership",
    "特殊普通合伙": "partnership",
    "合伙企业": "partnership",
    "个人独资企业": "sole",
    "个体工商户": "sole",
    "经营部": "sole",
    "商行": "sole",
    "公司": "company",
    "CO.,LTD": "limited",
    "COLTD": "limited",
    "LTD": "limited",
}
"""Legal forms at the end of a name. 有限公司 and 有限责任公司 are one form (公司法: either may be written)."""

BRANCHES: Final = (
    "分公司",
    "分店",
    "分厂",
    "分部",
    "分行",
    "支行",
    "分所",
    "营业部",
    "办事处",
    "代表处",
    "子公司",
)
"""What ends the name of a part of an enterprise: another registration, with a code of its own."""

_INDUSTRIES_TEXT: Final = """
    信息技术 信息科技 网络科技 网络技术 计算机 计算机系统 软件 软件技术 软件开发 电子 电子科技 电子商务
    电子技术 电器 电气 电力 电力科技 电源 电池 通信 通讯 通信技术 通信科技 科技 科技发展 科技实业 技术
    技术服务 技术开发 高新技术 材料 新材料 新材料科技 材料科技 新能源 新能源科技 能源 能源科技 光电
    光电科技 光学 激光 半导体 微电子 集成电路 芯片 机器人 机器人科技 自动化 自动化设备 自动化科技 智能
    智能科技 智能装备 智能制造 智能设备 人工智能 装备 设备 机械 机械设备 机电 机电设备 精密机械 精密
    模具 五金 五金制品 金属 金属制品 塑料 塑胶 塑胶制品 橡胶 化工 化学 涂料 汽车 汽车零部件 汽车配件
    汽车科技 航空 航空科技 航天 航天科技 无人机 海洋科技 船舶 轨道交通 医药 医药科技 制药 药业 医疗
    医疗科技 医疗器械 生物 生物科技 生物技术 生物医药 基因 健康科技 环保 环保科技 环境 环境科技 节能
    节能科技 食品 农业 农业科技 饲料 纺织 服装 服饰 家具 家居 陶瓷 玻璃 建材 建筑 建筑工程 建设 工程
    工程技术 装饰 置业 地产 房地产 物业 物流 供应链 供应链管理 贸易 商贸 进出口 实业 工业 制造 制品 产业
    发展 投资 投资管理 投资发展 控股 资产管理 股权投资 创业投资 基金管理 融资担保 小额贷款 商业保理
    融资租赁 租赁 咨询 管理咨询 企业管理 管理 文化 文化传播 文化传媒 传媒 广告 教育 教育科技 餐饮
    餐饮管理 酒店 旅游 体育 游戏 数据 大数据 数据科技 云计算 物联网 物联网科技 安防 照明 照明科技 显示
    显示技术 仪器 仪器仪表 仪表 检测 检测技术 印刷 包装 造纸 纸业 珠宝 玩具 日化 化妆品
"""
INDUSTRIES: Final = tuple(_INDUSTRIES_TEXT.split())
"""What a company says it does, at the end of its name before the legal form. The longest that fits is taken, once."""


def any_of(words: tuple[str, ...] | dict[str, str]) -> str:
    """A regular expression for any of the words, longer ones first."""
    return (
        "(?:" + "|".join(word.replace(".", r"\.") for word in sorted(words, key=lambda w: (-len(w), w))) + ")"
    )
