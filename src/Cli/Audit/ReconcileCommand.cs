using System.CommandLine;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;

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
        var log = new LogOptions();
        var command = new Command("reconcile", "Compares a partner's receipts with the log; exit 1 lists what only one side has") { file, partner, from, until };
        log.AddTo(command);
        command.SetAction(call =>
        {
            var receipts = new List<KeptReceipt>();
            var path = call.GetRequiredValue(file).FullName;
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

            if (receipts.Count == 0 && call.GetValue(from) is null)
                return Exit.Unusable(call, $"{path} holds no receipt; to list calls without one, say from which entry with --from.");
            if (call.GetValue(until) <= call.GetValue(from))
                return Exit.Unusable(call, "'--until' is not after '--from', so nothing lies between them.");
            return log.Use(call, open => Compare(
                call,
                open.Store,
                open.Partnership,
                call.GetRequiredValue(partner),
                receipts,
                call.GetValue(from) ?? receipts.Select(r => r.Index).DefaultIfEmpty(0).Min(),
                call.GetValue(until) ?? receipts.Select(r => r.Index + 1).DefaultIfEmpty(0).Max()));
        });
        return command;
    }

    private static int Compare(
        ParseResult call, ILogStore log, PartnershipId partnership, string partner, List<KeptReceipt> receipts, long from, long until)
    {
        var output = call.InvocationConfiguration.Output;
        var differences = 0;
        var first = PrunedUntil(log, partnership);
        var pruned = receipts.Count(r => r.Index < first);
        foreach (var difference in Reconciliation.Compare(log, partnership, partner, receipts.Where(r => r.Index >= first), Math.Max(from, first), until))
        {
            differences++;
            output.WriteLine(Sentence(difference));
        }

        if (pruned > 0)
            output.WriteLine($"NOT COMPARED: {pruned} receipts of entries before {first}, which were pruned.");
        output.WriteLine(differences == 0
            ? $"{receipts.Count - pruned} receipts, each as in the log, and none missing from entry {Math.Max(from, first)} until {until}"
            : $"{receipts.Count - pruned} receipts, {differences} differences");
        return differences == 0 ? Exit.Fine : Exit.No;
    }

    // The first entry that is there, as far as the log says that those before it were pruned; others that are gone are differences.
    private static long PrunedUntil(ILogStore log, PartnershipId partnership)
    {
        var first = log.Read(partnership, 0).Select(stored => stored.Index).FirstOrDefault();
        return first == 0
            ? 0
            : Math.Min(first, log.Read(partnership, 0).Select(stored => Entry.Parser.ParseFrom(stored.Leaf.Span).LogPruned?.MinimumIndex ?? 0).Max());
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
