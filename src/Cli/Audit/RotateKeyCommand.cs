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
        var named = new InstallationOptions();
        var command = new Command("rotate-key", "Has a new key sign the log; the one before it signs along for 90 days");
        named.AddTo(command);
        command.SetAction((call, _) => named.UseAsync(call, mayBeNew: false, async (installation, of) =>
        {
            if (await installation.Services.GetRequiredService<RotateSigningKey>().HandleAsync(of, installation.Covenant) is not null)
                return Exit.Unusable(call, "the log cannot be written, so the key stays as it was.");
            var key = installation.Services.GetRequiredService<LogSigning>().PublicKeys(of)[0];
            call.InvocationConfiguration.Output.WriteLine(key);
            call.InvocationConfiguration.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"exchange: give this key to everybody who verifies, before the one before it stops on {AmsterdamCalendar.DayOf(installation.Time.GetUtcNow() + SigningKeys.Overlap):O}."));
            return Exit.Fine;
        }));
        return command;
    }
}
