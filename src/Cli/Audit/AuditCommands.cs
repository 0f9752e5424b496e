using System.CommandLine;
using Exchange.Audit;
using Exchange.Consent;
using Exchange.Storage.Sqlite;

namespace Exchange.Cli.Audit;

/// <summary><c>exchange audit</c>: reads a partnership's log, also while a gateway writes it. Contents stay sealed.</summary>
internal static class AuditCommands
{
    public static Command Create() => new("audit", "Reads and verifies the log; also while a gateway runs")
    {
        Create("verify", "Recomputes every hash of the log and compares; exit 1 names the first that differs", Verify),
        Create("head", "Prints how many entries the log has, and the root of its tree", Head),
        ReconcileCommand.Create(),
    };

    private static Command Create(string name, string description, Func<ParseResult, ILogStore, PartnershipId, int> work)
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "The gateway's data directory", Required = true, HelpName = "DIR" };
        var keys = new Option<DirectoryInfo?>("--keys") { Description = "The directory of the keys, when it is not 'keys' in the data directory", HelpName = "DIR" };
        var partnership = new Option<string>("--partnership") { Description = "The partnership", DefaultValueFactory = _ => Installation.DefaultPartnership };
        var command = new Command(name, description) { data, keys, partnership };
        command.SetAction(call =>
        {
            var named = call.GetRequiredValue(partnership);
            if (!PartnershipId.IsValid(named))
                return Exit.Unusable(call, "--partnership is 1 to 64 lower-case letters, digits and hyphens.");
            var folder = call.GetRequiredValue(data).FullName;
            try
            {
                using var storage = SqliteStorage.OpenReadOnly(folder, call.GetValue(keys)?.FullName ?? Path.Combine(folder, "keys"));
                var of = new PartnershipId(named);
                // An empty log proves nothing, and a partnership that is misspelt has one.
                return storage.Log.ReadHead(of).Size == 0
                    ? Exit.Unusable(call, $"there is no log of partnership {named} in {folder}.")
                    : work(call, storage.Log, of);
            }
            catch (StoreUnavailableException e)
            {
                return Exit.Unusable(call, $"{folder} cannot be read: {e.Message}");
            }
        });
        return command;
    }

    private static int Verify(ParseResult call, ILogStore log, PartnershipId partnership)
    {
        var found = LogVerifier.Verify(log, partnership);
        call.InvocationConfiguration.Output.WriteLine(Verdict.Of(found));
        return found.IsSound ? Exit.Fine : Exit.No;
    }

    private static int Head(ParseResult call, ILogStore log, PartnershipId partnership)
    {
        var head = log.ReadHead(partnership);
        call.InvocationConfiguration.Output.WriteLine($"{head.Size} entries, root {Convert.ToHexStringLower(MerkleTree.Root(head))}");
        return Exit.Fine;
    }
}
