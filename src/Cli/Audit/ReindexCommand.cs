using System.CommandLine;
using Exchange.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Cli.Audit;

/// <summary><c>exchange audit reindex</c>: writes the rows anew by which entries are found.</summary>
internal static class ReindexCommand
{
    public static Command Create()
    {
        var named = new InstallationOptions();
        var command = new Command("reindex", "Writes the index of the log anew from the entries, where rows are missing or altered");
        named.AddTo(command);
        command.SetAction((call, cancellation) => named.UseAsync(call, mayBeNew: false, async (installation, partnership) =>
        {
            LogReindexing done;
            try
            {
                done = await installation.Services.GetRequiredService<ReindexLog>().HandleAsync(partnership, installation.Covenant, cancellation);
            }
            catch (IOException)
            {
                return Exit.Unusable(call, "a key cannot be read: the keys or the key ring are missing or of another installation.");
            }

            call.InvocationConfiguration.Output.WriteLine($"{done.Entries} entries indexed anew");
            return done.Refusal is null ? Exit.Fine : Exit.Unusable(call, "the log cannot be written, so the rest stays as it was; run this again.");
        }));
        return command;
    }
}
