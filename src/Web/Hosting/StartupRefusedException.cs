namespace Market.Web.Hosting;

/// <summary>The settings or the data do not allow a start; the message is one clear sentence for the administrator.</summary>
public sealed class StartupRefusedException(string message) : Exception(message);
