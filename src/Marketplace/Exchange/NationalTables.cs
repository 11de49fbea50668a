using Market.Marketplace.Ledger;

namespace Market.Marketplace.Exchange;

/// <summary>The tables of the exchange database: three of the national standard 工程建设项目审批管理系统数据共享交换标准 in which
/// intermediary services are reported, and our own in which cases arrive. Names are unquoted everywhere, so that each database finds them.</summary>
public static class NationalTables
{
    /// <summary>中介服务事项办理信息: one row for each task order.</summary>
    public const string Services = "spgl_zjfwsxblxxb_v3";

    /// <summary>中介服务事项办理过程信息: one row for each thing that happened to it.</summary>
    public const string Progress = "spgl_zjfwsxblgcxxb_v3";

    /// <summary>特别程序信息: the period that the applicant was told.</summary>
    public const string SpecialProcedures = "spgl_xmspsxbltbcxxxb_v3";

    /// <summary>Cases of the approval system, for us to take.</summary>
    public const string Cases = "market_bjjsb";

    /// <summary>数据主键 of a case's row.</summary>
    internal const string Serial = "lsh";

    /// <summary>地方数据主键 of our rows.</summary>
    internal const string Key = "dfsjzj";

    /// <summary>数据上传状态: 0 not yet, 1 done, −1 failed.</summary>
    internal const string UploadState = "sjsczt";

    /// <summary>失败原因.</summary>
    internal const string FailureReason = "sbyy";

    /// <summary>时限类型: working days. The national list of codes was not to be had; the value is ours (待核实).</summary>
    internal const string WorkingDays = "1";

    private static readonly string[] Common = [Serial, Key, "xzqhdm", "xmdm"];
    private static readonly string[] State = ["sjyxbs", "sjwxyy", UploadState, FailureReason];

    private static readonly Dictionary<string, string[]> Columns = new(StringComparer.Ordinal)
    {
        [Services] =
        [
            .. Common, "zjfwsxmc", "zjfwsxbm", "dybzzjfwsxbm", "zjfwsxslbm", "spsxslbm", "blsx", "sxlx", "zjjgdm", "zjjgmc", "wtr", "wtrdm", .. State,
        ],
        [Progress] = [.. Common, "zjfwsxslbm", "blzt", "blr", "blyj", "blsj", "fjmc", "fjid", .. State],
        [SpecialProcedures] = [.. Common, "spsxslbm", "tbcx", "tbcxmc", "tbcxkssj", "tbcxsxlx", "tbcxsx", .. State],
        [Cases] =
        [
            Serial, "spsxslbm", "bmdm", "spsxmc", "xmdm", "xmmc", "jsdd", "jzmj", "sfzz", "sjdwdm", "dwmc", "dwdm", "blzt", "blr", "ys", "gxsj", "clzt", "clsj", FailureReason,
        ],
    };

    /// <summary>办理状态 of what happens to a task order. The national values were not to be had; these are ours (待核实), in docs/integration.md.</summary>
    private static readonly Dictionary<LedgerKind, (string Code, string Words)> Codes = new()
    {
        [LedgerKind.TaskDispatched] = ("1", "已派发"),
        [LedgerKind.TaskAccepted] = ("2", "已接单"),
        [LedgerKind.TaskDeclined] = ("3", "不承接"),
        [LedgerKind.TaskLapsed] = ("4", "超时未接"),
        [LedgerKind.TaskReassigned] = ("5", "改派"),
        [LedgerKind.PauseStarted] = ("6", "暂停计时"),
        [LedgerKind.PauseEnded] = ("7", "恢复计时"),
        [LedgerKind.ResultDelivered] = ("8", "成果已送达"),
        [LedgerKind.ResultReturned] = ("9", "退回修改"),
        [LedgerKind.ResultAccepted] = ("10", "已采信"),
        [LedgerKind.ResultCorrected] = ("11", "更正"),
        [LedgerKind.AcceptanceWithdrawn] = ("12", "撤销采信"),
        [LedgerKind.ResultVoided] = ("13", "作废"),
        [LedgerKind.TaskStopped] = ("14", "停止作业"),
    };

    /// <summary>The tables that we write.</summary>
    public static IReadOnlyList<string> Outgoing { get; } = [Services, Progress, SpecialProcedures];

    internal static IReadOnlyDictionary<LedgerKind, (string Code, string Words)> ProgressCodes => Codes;

    internal static IReadOnlyList<string> ColumnsOf(string table) => Columns[table];

    /// <summary>Columns that hold an instant, in China time.</summary>
    internal static bool IsTime(string column) => column is "blsj" or "tbcxkssj" or "gxsj" or "clsj";

    /// <summary>Columns that hold a number.</summary>
    internal static bool IsNumber(string column) => column is UploadState or "clzt" or "blsx" or "tbcxsx";

    /// <summary>What a row must have, or the collector refuses it.</summary>
    internal static IReadOnlyList<string> Required(string table) => table switch
    {
        Services => ["xmdm", "zjfwsxslbm", "spsxslbm", "zjfwsxbm"],
        Progress => ["xmdm", "zjfwsxslbm", "blzt", "blsj"],
        SpecialProcedures => ["xmdm", "spsxslbm", "tbcxsx"],
        _ => [],
    };
}
