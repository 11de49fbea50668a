namespace Market.Cli;

/// <summary>The command line asks for something that cannot be begun; the message is one sentence in the user's language.</summary>
internal sealed class UsageException(string sentence) : Exception(sentence);
