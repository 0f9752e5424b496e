using System.CommandLine;
using Exchange.Consent;

namespace Exchange.Cli.Pki;

/// <summary><c>exchange pki dev DIR</c>.</summary>
internal static class PkiDevCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "Where the files go" };
        var partners = new Option<string[]>("--partner")
        {
            Description = "An organisation as name=OIN; may be repeated",
            HelpName = "name=OIN",
            DefaultValueFactory = _ => [],
        };
        var covenant = new Option<FileInfo?>("--covenant") { Description = "Its controllers are organisations too, and the gateway settings serve it", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Write into a folder that is not empty, over files of the same names" };
        var command = new Command("dev", "Makes a CA, a server certificate, client certificates, token issuers and signing keys, for development only")
        {
            folder, covenant, partners, force,
        };
        command.SetAction(call =>
        {
            var controllers = new List<DevController>();
            foreach (var partner in call.GetRequiredValue(partners))
            {
                if (partner.Split('=') is not [var name, var oin]) return Exit.Unusable(call, $"Write '{partner}' as name=OIN.");
                controllers.Add(new DevController(name, oin));
            }
            if (call.GetValue(covenant) is { } file && Add(file, controllers) is { } unreadable) return Exit.Unusable(call, unreadable);
            if (DevController.Fault(controllers) is { } fault) return Exit.Unusable(call, fault);
            return Make(call, call.GetRequiredValue(folder), controllers, call.GetValue(covenant), call.GetValue(force));
        });
        return command;
    }

    // What is wrong with the file, or null when its controllers were added
    private static string? Add(FileInfo file, List<DevController> controllers)
    {
        try
        {
            var reading = Covenant.Load(File.ReadAllBytes(file.FullName));
            if (reading.Covenant is not { } covenant) return $"'{file}' is no covenant: see what 'exchange covenant check' says of it.";
            controllers.AddRange(covenant.Controllers.Values.OrderBy(controller => controller.Id, StringComparer.Ordinal)
                .Select(controller => new DevController(controller.Id, controller.Oin)));
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return $"'{file}' cannot be read: name a covenant file.";
        }
    }

    private static int Make(
        ParseResult call, string path, IReadOnlyCollection<DevController> controllers, FileInfo? covenant, bool force)
    {
        var folder = new DevPkiFolder(path);
        try
        {
            if (folder.IsInUse && !force)
                return Exit.Unusable(call, $"'{path}' is not empty: choose another folder, or add --force to write over it.");
            folder.Write(DevPki.Make(controllers, TimeProvider.System), covenant?.FullName);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Exit.Unusable(call, $"'{path}' cannot be written: {refused.Message}");
        }
        call.InvocationConfiguration.Output.WriteLine(
            $"For development only: {controllers.Count} client certificates, token issuers and signing keys; gateway settings in {folder.Configuration}");
        return Exit.Fine;
    }
}
