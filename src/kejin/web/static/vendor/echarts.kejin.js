import * as echarts from "echarts/core";
import { BarChart, LineChart, MapChart, ScatterChart, HeatmapChart, FunnelChart } from "echarts/charts";
import { GridComponent, TooltipComponent, LegendComponent, TitleComponent, AriaComponent, MarkLineComponent, VisualMapComponent, GeoComponent, DataZoomInsideComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";
echarts.use([BarChart, LineChart, MapChart, ScatterChart, HeatmapChart, FunnelChart, GridComponent, TooltipComponent, LegendComponent, TitleComponent, AriaComponent, MarkLineComponent, VisualMapComponent, GeoComponent, DataZoomInsideComponent, SVGRenderer]);
window.echarts = { init: echarts.init, registerMap: echarts.registerMap, getInstanceByDom: echarts.getInstanceByDom };
