using System.Collections.Frozen;

namespace Market.Web.Api;

/// <summary>A refusal of the web host itself; those of the marketplace bring their own sentence.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Sentence">What happened and what to do, in Chinese; the key of its English text.</param>
internal sealed record ProblemKind(int Status, string Sentence)
{
    /// <summary>Every kind by its stable code.</summary>
    public static FrozenDictionary<string, ProblemKind> All { get; } = new Dictionary<string, ProblemKind>
    {
        ["antiforgery"] = new(StatusCodes.Status400BadRequest, "本页已过期，请刷新页面后重试。"),
        ["bad-request"] = new(StatusCodes.Status400BadRequest, "请求的内容不完整或格式不对，请核对后重新提交。"),
        ["sign-in-required"] = new(StatusCodes.Status401Unauthorized, "请先登录；登录状态可能已过期，重新登录后可继续。"),
        ["forbidden"] = new(StatusCodes.Status403Forbidden, "您的身份不能办理这一项。请切换身份，或联系本单位管理员。"),
        ["not-found"] = new(StatusCodes.Status404NotFound, "没有找到，或它不属于您可以查看的范围。"),
        ["body-too-big"] = new(StatusCodes.Status413PayloadTooLarge, "一次发送的内容太大，请分段上传。"),
        ["request-too-big"] = new(StatusCodes.Status413PayloadTooLarge, "请求内容超过 {0} KB，请分批发送。"),
        ["content-type"] = new(StatusCodes.Status415UnsupportedMediaType, "这个地址不接收这种类型的内容，请按接口说明设置 Content-Type，例如 application/json。"),
        ["json"] = new(StatusCodes.Status400BadRequest, "请求内容不是接口说明中的 JSON：{0} 处缺少内容或无法读取，请核对后重新发送。"),
        ["if-match"] = new(StatusCodes.Status400BadRequest, "If-Match 头须是读取该项时得到的 ETag，例如 \"v3\"，不接受 * 和弱标记。"),
        ["too-many-requests"] = new(StatusCodes.Status429TooManyRequests, "操作过于频繁，请稍后再试。"),
        ["method-not-allowed"] = new(StatusCodes.Status405MethodNotAllowed, "这个地址只接受 {0} 请求。"),
        ["api-key"] = new(StatusCodes.Status401Unauthorized, "请在 Authorization 头中出示有效的接口密钥（Bearer mk_…）；密钥在“系统对接”页面取得。"),
        ["api-scope"] = new(StatusCodes.Status403Forbidden, "这把密钥没有 {0} 权限，请在“系统对接”页面另行申请。"),
        ["idempotency-key-missing"] = new(StatusCodes.Status400BadRequest, "请在 Idempotency-Key 头中给出一个不超过 {0} 个字符的键，重发时使用同一个键。"),
        ["if-match-missing"] = new(StatusCodes.Status428PreconditionRequired, "请先读取该项，并把它的 ETag 放进 If-Match 头。"),
        ["internal"] = new(StatusCodes.Status500InternalServerError, "办理时出现故障，已提交的内容没有丢失，请稍后再试。"),

        ["upload-name"] = new(StatusCodes.Status400BadRequest, "文件名不能为空，也不能超过 {0} 个字。请改名后重新上传。"),
        ["upload-purpose"] = new(StatusCodes.Status400BadRequest, "没有说明文件的用途，请刷新页面后重新上传。"),
        ["upload-empty"] = new(StatusCodes.Status400BadRequest, "文件“{0}”是空的，请选择有内容的文件。"),
        ["upload-too-big"] = new(StatusCodes.Status413PayloadTooLarge, "文件“{0}”有 {1}，超过上限 {2}。请压缩或拆分后重新上传。"),
        ["upload-type"] = new(StatusCodes.Status415UnsupportedMediaType, "文件“{0}”的类型不在允许范围内，这里只接收：{1}。"),
        ["upload-not-pdf"] = new(StatusCodes.Status415UnsupportedMediaType, "文件“{0}”不是 PDF，虽然名字像。请从制作软件中重新导出 PDF 后上传。"),
        ["upload-not-picture"] = new(StatusCodes.Status415UnsupportedMediaType, "文件“{0}”的内容与它的类型不符。请重新扫描后上传。"),
        ["upload-not-data"] = new(StatusCodes.Status415UnsupportedMediaType, "文件“{0}”的内容与它的类型不符。请从制作软件中重新导出后上传。"),
        ["upload-quota"] = new(StatusCodes.Status409Conflict, "未完成的上传太多。请先完成或取消其中一些，再上传新的文件。"),
        ["upload-offset"] = new(StatusCodes.Status409Conflict, "上传的进度与服务器不一致，将从第 {0} 字节继续。"),
        ["upload-busy"] = new(StatusCodes.Status409Conflict, "这个文件正在另一处上传，请稍候。"),

        ["sandbox-clock-time"] = new(StatusCodes.Status400BadRequest, "请给出 advanceTo：写明时区的时刻，如 2026-12-03T09:00:00+08:00，一次最多移动一年。"),
        ["sandbox-clock-backwards"] = new(StatusCodes.Status409Conflict, "沙箱时间已到 {0}，只能向后移动，不能倒回。"),

        ["verify-no-file"] = new(StatusCodes.Status400BadRequest, "请选择要核验的 PDF 或 OFD 文件。"),
        ["verify-content-type"] = new(StatusCodes.Status415UnsupportedMediaType, "请以 application/pdf、application/ofd 或 application/octet-stream 直接发送文件，或作为 multipart/form-data 表单中的文件发送。"),
        ["verify-too-big"] = new(StatusCodes.Status413PayloadTooLarge, "文件有 {0}，超过公开核验的上限 {1}。请改用成果上的二维码核验。"),
        ["verify-not-a-pdf"] = new(StatusCodes.Status415UnsupportedMediaType, "这不是 PDF 或 OFD 文件。请选择带电子印章的 PDF、OFD 原件；照片、截图和扫描件无法核验。"),
        ["verify-encrypted"] = new(StatusCodes.Status422UnprocessableEntity, "文件加了密码，无法核验。请向出具单位索取没有加密的原件。"),
        ["verify-damaged"] = new(StatusCodes.Status422UnprocessableEntity, "文件已损坏或不完整，无法核验。请重新下载或向出具单位索取原件。"),
        ["verify-unsealed"] = new(StatusCodes.Status422UnprocessableEntity, "文件中没有电子印章，无从核验。打印后再扫描、另存或转换过的文件会失去印章，请使用原件。"),
        ["verify-package"] = new(StatusCodes.Status422UnprocessableEntity, "这是成果存证包，供离线核验：请用 market-seal verify 核验整包，或解压后上传其中的成果文件。"),
        ["package-unsealed"] = new(StatusCodes.Status503ServiceUnavailable, "本平台没有配置核验专用章，不能出具成果存证包。请联系运行机构。"),
        ["verify-no-revision"] = new(StatusCodes.Status422UnprocessableEntity, "这份文件里没有所选的那一枚章所签的完整版本：请选择刚才核验的同一份 PDF 文件。"),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
