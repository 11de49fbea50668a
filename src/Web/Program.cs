using Market.Signing;
using Market.Web.Hosting;
using Market.Web.Simulation;

// A process that reads strangers' files is this program without its web host: nothing of the host is loaded.
return args switch
{
    [ExaminerWorker.Verb] => await ExaminerWorker.RunAsync(),
    [DepartmentSimulator.Verb, .. var settings] => await DepartmentSimulator.RunAsync(settings),
    _ => await WebHost.RunAsync(args),
};

/// <summary>The web host.</summary>
public partial class Program;
