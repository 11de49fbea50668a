using System.Reflection;
using System.Runtime.InteropServices;

namespace Market.Signing.Isolation;

/// <summary>How a .NET program is started again, whatever started it: its own host, or the dotnet command.</summary>
internal static class HostCommand
{
    public static IReadOnlyList<string> Of(Assembly program)
    {
        var library = program.Location;
        var own = Path.ChangeExtension(library, OperatingSystem.IsWindows() ? ".exe" : null);
        if (library.Length == 0 || !File.Exists(Path.ChangeExtension(library, ".runtimeconfig.json")))
        {
            // Published as one file, or with its runtime: the running program is the host.
            return [Environment.ProcessPath ?? own];
        }

        // <root>/shared/Microsoft.NETCore.App/<version>/
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var dotnet = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(dotnet) ? [dotnet, "exec", library] : [own];
    }
}
