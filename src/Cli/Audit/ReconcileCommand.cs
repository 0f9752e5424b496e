using System.CommandLine;
using Exchange.Audit;
using Exchange.Consent;
using Exchange.Storage.Sqlite;

namespace Exchange.Cli.Audit;

/// <summary><c>exchange audit reconcile</c>: what only one side has of a partner's calls.</summary>
internal static class ReconcileCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The partner's receipts: a JSON object a line, with index and leafHash, and of answers nonce and response" };
        var partner = new Option<string>("--partner") { Description = "The partner, by the covenant's name", Required = true };
        var from = new Option<long?>("--from") { Description = "The first entry that it should hold a receipt of; the first of its receipts when not given" };
        var until = new Option<long?>("--until") { Description = "The entry before which that ends; the one after its last receipt when not given" };
        var data = new Option<DirectoryInfo>("--data") { Description = "The gateway's data directory", Required = true, HelpName = "DIR" };
        var keys = new Option<DirectoryInfo?>("--keys") { Description = "The directory of the keys, when it is not 'keys' in the data directory", HelpName = "DIR" };
        var partnership = new Option<string>("--partnership") { Description = "The partnership", DefaultValueFactory = _ => Installation.DefaultPartnership };
        var command = new Command("reconcile", "Compares a partner's receipts with the log; exit 1 lists what only one side has") { file, partner, from, until, data, keys, partnership };
        command.SetAction(call =>
        {
            var named = call.GetRequiredValue(partnership);
            if (!PartnershipId.IsValid(named))
                return Exit.Unusable(call, "--partnership is 1 to 64 lower-case letters, digits and hyphens.");
            var receipts = new List<KeptReceipt>();
            var path = call.GetRequiredValue(file).FullName;
            var folder = call.GetRequiredValue(data).FullName;
            var number = 0;
            try
            {
                foreach (var line in File.ReadLines(path))
                {
                    number++;
                    if (!string.IsNullOrWhiteSpace(line))
                        receipts.Add(KeptReceipt.Parse(line));
                }
            }
            catch (FormatException e)
            {
                return Exit.Unusable(call, $"line {number} of {path} is no receipt: {e.Message}.");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return Exit.Unusable(call, $"{path} cannot be read: {e.Message}");
            }

            try
            {
                using var storage = SqliteStorage.OpenReadOnly(folder, call.GetValue(keys)?.FullName ?? Path.Combine(folder, "keys"));
                var of = new PartnershipId(named);
                if (storage.Log.ReadHead(of).Size == 0)
                    return Exit.Unusable(call, $"there is no log of partnership {named} in {folder}.");
                return Compare(
                    call,
                    storage.Log,
                    of,
                    call.GetRequiredValue(partner),
                    receipts,
                    call.GetValue(from) ?? receipts.Select(r => r.Index).DefaultIfEmpty(0).Min(),
                    call.GetValue(until) ?? receipts.Select(r => r.Index + 1).DefaultIfEmpty(0).Max());
            }
            catch (StoreUnavailableException e)
            {
                return Exit.Unusable(call, $"{folder} cannot be read: {e.Message}");
            }
        });
        return command;
    }

    private static int Compare(
        ParseResult call, ILogStore log, PartnershipId partnership, string partner, List<KeptReceipt> receipts, long from, long until)
    {
        var output = call.InvocationConfiguration.Output;
        var differences = 0;
        foreach (var difference in Reconciliation.Compare(log, partnership, partner, receipts, from, until))
        {
            differences++;
            output.WriteLine(Sentence(difference));
        }

        output.WriteLine(differences == 0
            ? $"{receipts.Count} receipts, each as in the log, and none missing from entry {from} until {until}"
            : $"{receipts.Count} receipts, {differences} differences");
        return differences == 0 ? Exit.Fine : Exit.No;
    }

    private static string Sentence(ReceiptDifference difference) => difference.Kind switch
    {
        ReceiptDifferenceKind.NotInTheLog => $"ONLY THE PARTNER: entry {difference.Index} is not in the log.",
        ReceiptDifferenceKind.OtherEntry => $"ONLY THE PARTNER: entry {difference.Index} was another when the receipt was given.",
        ReceiptDifferenceKind.OtherCaller => $"ONLY THE PARTNER: entry {difference.Index} is of another caller.",
        ReceiptDifferenceKind.OtherResponse => $"ONLY THE PARTNER: entry {difference.Index} is evidence of another response.",
        _ => $"ONLY THE LOG: entry {difference.Index} has no receipt.",
    };
}
