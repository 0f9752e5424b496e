using System.CommandLine;
using Exchange.Audit;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Gateway.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Cli.Audit;

/// <summary><c>exchange audit prune</c>: removes the entries that the covenant no longer keeps.</summary>
internal static class PruneCommand
{
    public static Command Create()
    {
        var config = new Option<FileInfo>("--config") { Description = "The gateway's configuration; on embedded storage no gateway may be running on it", Required = true, HelpName = "FILE" };
        var partnership = new Option<string>("--partnership") { Description = "The partnership", DefaultValueFactory = _ => Installation.DefaultPartnership };
        var command = new Command("prune", "Removes entries that are older than the covenant's logKeepDays, by whole tiles; the tree stays provable") { config, partnership };
        command.SetAction(async (call, _) =>
        {
            var named = call.GetRequiredValue(partnership);
            if (!PartnershipId.IsValid(named))
                return Exit.Unusable(call, "--partnership is 1 to 64 lower-case letters, digits and hyphens.");
            try
            {
                await using var installation = await Installation.OpenAsync(LogPlace.Read(call.GetRequiredValue(config).FullName), named, TimeProvider.System);
                if (installation.Covenant.LogKeepDays is null)
                    return Exit.Unusable(call, "the covenant says no logKeepDays, so the log is kept for ever.");
                var pruned = await installation.Services.GetRequiredService<PruneLog>().HandleAsync(new PartnershipId(named), installation.Covenant);
                call.InvocationConfiguration.Output.WriteLine($"{pruned.Removed} entries removed; the log begins at entry {pruned.Minimum}");
                return pruned.Refusal is null ? Exit.Fine : Exit.Unusable(call, "the log cannot be written, so the rest stays.");
            }
            catch (Exception e) when (e is ConfigurationException or StoreUnavailableException or InvalidDataException)
            {
                return Exit.Unusable(call, e.Message);
            }
        });
        return command;
    }
}
