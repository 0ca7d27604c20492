"""Names of divisions that stand in names of companies: the provinces, and Guangdong down to its districts.

The names are those of GB/T 2260 (the districts as they stand since 2020). Of other provinces only those cities are
there where companies of Guangdong's registers have branches or parents most often: provincial capitals, cities of
their own plan and some large ones.
"""

from typing import Final

_PROVINCES_TEXT: Final = """
    内蒙古自治区 广西壮族自治区 西藏自治区 宁夏回族自治区 新疆维吾尔自治区 香港特别行政区 澳门特别行政区
    河北省 山西省 辽宁省 吉林省 黑龙江省 江苏省 浙江省 安徽省 福建省 江西省 山东省 河南省 湖北省 湖南省
    广东省 海南省 四川省 贵州省 云南省 陕西省 甘肃省 青海省 台湾省
"""
PROVINCES: Final = tuple(_PROVINCES_TEXT.split())
_SHORT_PROVINCES: Final = ("内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门")

CITIES: Final = {
    "4401": "广州", "4402": "韶关", "4403": "深圳", "4404": "珠海", "4405": "汕头", "4406": "佛山", "4407": "江门",
    "4408": "湛江", "4409": "茂名", "4412": "肇庆", "4413": "惠州", "4414": "梅州", "4415": "汕尾", "4416": "河源",
    "4417": "阳江", "4418": "清远", "4419": "东莞", "4420": "中山", "4451": "潮州", "4452": "揭阳", "4453": "云浮",
}  # fmt: skip
"""The 21 cities of Guangdong by the first four digits of their code."""

_OTHER_CITIES_TEXT: Final = """
    北京 上海 天津 重庆 石家庄 太原 呼和浩特 沈阳 大连 长春 哈尔滨 南京 苏州 无锡 杭州 宁波 温州 合肥
    福州 厦门 泉州 南昌 赣州 济南 青岛 郑州 武汉 长沙 南宁 海口 三亚 成都 贵阳 昆明 拉萨 西安 兰州 西宁
    银川 乌鲁木齐
"""
_OTHER_CITIES: Final = tuple(_OTHER_CITIES_TEXT.split())

_DISTRICTS_TEXT: Final = """
    荔湾区 越秀区 海珠区 天河区 白云区 黄埔区 番禺区 花都区 南沙区 从化区 增城区 武江区 浈江区 曲江区
    始兴县 仁化县 翁源县 乳源瑶族自治县 新丰县 乐昌市 南雄市 罗湖区 福田区 南山区 宝安区 龙岗区 盐田区
    龙华区 坪山区 光明区 大鹏新区 香洲区 斗门区 金湾区 横琴新区 龙湖区 金平区 濠江区 潮阳区 潮南区
    澄海区 南澳县 禅城区 南海区 顺德区 三水区 高明区 蓬江区 江海区 新会区 台山市 开平市 鹤山市 恩平市
    赤坎区 霞山区 坡头区 麻章区 遂溪县 徐闻县 廉江市 雷州市 吴川市 茂南区 电白区 高州市 化州市 信宜市
    端州区 鼎湖区 高要区 广宁县 怀集县 封开县 德庆县 四会市 惠城区 惠阳区 博罗县 惠东县 龙门县 梅江区
    梅县区 大埔县 丰顺县 五华县 平远县 蕉岭县 兴宁市 海丰县 陆河县 陆丰市 源城区 紫金县 龙川县 连平县
    和平县 东源县 江城区 阳东区 阳西县 阳春市 清城区 清新区 佛冈县 阳山县 连山壮族瑶族自治县
    连南瑶族自治县 英德市 连州市 湘桥区 潮安区 饶平县 榕城区 揭东区 揭西县 惠来县 普宁市 云城区 云安区
    新兴县 郁南县 罗定市
"""
DISTRICTS: Final = tuple(_DISTRICTS_TEXT.split())


def _any_of(names: list[str]) -> str:
    return "(?:" + "|".join(sorted(set(names), key=lambda name: (-len(name), name))) + ")"


PROVINCE: Final = _any_of([
    *PROVINCES, *_SHORT_PROVINCES, *(name.removesuffix("省") for name in PROVINCES if name.endswith("省")),
])  # fmt: skip
"""A regular expression for a province, with or without 省."""

CITY: Final = _any_of([*CITIES.values(), *_OTHER_CITIES])
"""A regular expression for a city, without 市."""

DISTRICT: Final = _any_of(list(DISTRICTS))
"""A regular expression for a district or county of Guangdong, which counts only with its 区, 县 or 市."""
