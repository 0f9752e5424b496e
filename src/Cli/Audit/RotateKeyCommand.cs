using System.CommandLine;
using System.Globalization;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Cli.Audit;

/// <summary><c>exchange audit rotate-key</c>: another key signs the log from now on, beside the one before it for a while.</summary>
internal static class RotateKeyCommand
{
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "The gateway's data directory; no gateway may be running on it", Required = true, HelpName = "DIR" };
        var covenant = new Option<FileInfo>("--covenant") { Description = "The covenant that decides", DefaultValueFactory = _ => new FileInfo(SampleCovenant.Path) };
        var partnership = new Option<string>("--partnership") { Description = "The partnership", DefaultValueFactory = _ => Installation.DefaultPartnership };
        var command = new Command("rotate-key", "Has a new key sign the log; the one before it signs along for 90 days") { data, covenant, partnership };
        command.SetAction(async (call, _) =>
        {
            var named = call.GetRequiredValue(partnership);
            if (!PartnershipId.IsValid(named))
                return Exit.Unusable(call, "--partnership is 1 to 64 lower-case letters, digits and hyphens.");
            if (!Directory.Exists(call.GetRequiredValue(data).FullName))
                return Exit.Unusable(call, $"there is no directory {call.GetRequiredValue(data)}.");
            return await Installation.UseAsync(call, call.GetRequiredValue(data), call.GetRequiredValue(covenant), named, async installation =>
            {
                var of = new PartnershipId(named);
                if (await installation.Services.GetRequiredService<RotateSigningKey>().HandleAsync(of, installation.Covenant) is not null)
                    return Exit.Unusable(call, "the log cannot be written, so the key stays as it was.");
                var key = installation.Services.GetRequiredService<LogSigning>().PublicKeys(of)[0];
                call.InvocationConfiguration.Output.WriteLine(key);
                call.InvocationConfiguration.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"exchange: give this key to everybody who verifies, before the one before it stops on {AmsterdamCalendar.DayOf(installation.Time.GetUtcNow() + SigningKeys.Overlap):O}."));
                return Exit.Fine;
            });
        });
        return command;
    }
}
