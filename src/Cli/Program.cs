using System.Text;
using Market.Cli;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await MarketSeal.RunAsync(args, new Terminal(Console.Out, Console.Error));
