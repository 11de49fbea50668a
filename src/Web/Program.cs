using Market.Signing;
using Market.Web.Hosting;

// A process that reads strangers' files is this program without its web host: nothing of the host is loaded.
return args is [ExaminerWorker.Verb] ? await ExaminerWorker.RunAsync() : await WebHost.RunAsync(args);

/// <summary>The web host.</summary>
public partial class Program;
