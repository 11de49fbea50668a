using System.Text;
using Market.Cli;
using Market.Signing;

// Strangers' files are read by this very program, started to do nothing else.
if (args is [ExaminerWorker.Verb])
{
    return await ExaminerWorker.RunAsync();
}

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await MarketSeal.RunAsync(args, new Terminal(Console.Out, Console.Error));
