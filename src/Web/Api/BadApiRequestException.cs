namespace Market.Web.Api;

/// <summary>A request that a system cannot have meant; its code is among <see cref="ProblemKind.All"/>.</summary>
internal sealed class BadApiRequestException(string code, params object[] arguments)
    : BadHttpRequestException(Problems.Sentence(code, arguments), ProblemKind.All[code].Status)
{
    public string Code => code;

    public object[] Arguments => arguments;
}
