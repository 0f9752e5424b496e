using System.Security.Cryptography;
using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Audit;

/// <summary>Holds a partner's receipts against the log, in both directions. It needs no key.</summary>
public static class Reconciliation
{
    /// <summary>The differences, in the order of the log; what is not there comes last.</summary>
    /// <param name="log">The log.</param>
    /// <param name="partnership">Whose.</param>
    /// <param name="partner">The partner, by the covenant's name.</param>
    /// <param name="receipts">What it kept. An entry may have several: of a call that was answered twice there are two entries.</param>
    /// <param name="from">The first entry that the partner should hold a receipt of.</param>
    /// <param name="until">The entry before which that ends.</param>
    /// <exception cref="StoreUnavailableException">The log cannot be read.</exception>
    public static IEnumerable<ReceiptDifference> Compare(
        ILogStore log, PartnershipId partnership, string partner, IEnumerable<KeptReceipt> receipts, long from, long until)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentException.ThrowIfNullOrEmpty(partner);
        var kept = receipts.ToLookup(r => r.Index);
        var first = kept.Count == 0 ? from : Math.Min(from, kept.Min(r => r.Key));
        var end = kept.Count == 0 ? until : Math.Max(until, kept.Max(r => r.Key) + 1);
        var seen = new HashSet<long>();
        foreach (var stored in log.Read(partnership, first).TakeWhile(s => s.Index < end))
        {
            if (kept.Contains(stored.Index))
                seen.Add(stored.Index);
            if (!kept.Contains(stored.Index))
            {
                if (stored.Index >= from && stored.Index < until && IsAnswered(Entry.Parser.ParseFrom(stored.Leaf.Span), partner))
                    yield return new ReceiptDifference(ReceiptDifferenceKind.NotWithThePartner, stored.Index);
                continue;
            }

            foreach (var kind in kept[stored.Index].Select(receipt => Check(receipt, stored, partner)).OfType<ReceiptDifferenceKind>().Distinct())
                yield return new ReceiptDifference(kind, stored.Index);
        }

        foreach (var index in kept.Select(r => r.Key).Where(index => !seen.Contains(index)).Order())
            yield return new ReceiptDifference(ReceiptDifferenceKind.NotInTheLog, index);
    }

    private static ReceiptDifferenceKind? Check(KeptReceipt receipt, StoredLeaf stored, string partner)
    {
        if (!MerkleHash.Leaf(stored.Leaf.Span).AsSpan().SequenceEqual(receipt.LeafHash.Span))
            return ReceiptDifferenceKind.OtherEntry;
        var entry = Entry.Parser.ParseFrom(stored.Leaf.Span);

        // A call that was refused before its unit was accepted names no partner.
        if (entry.Caller is null || (entry.Caller.Partner.Length > 0 && entry.Caller.Partner != partner))
            return ReceiptDifferenceKind.OtherCaller;
        if (receipt.Nonce.IsEmpty)
            return null;
        var answered = HMACSHA256.HashData(receipt.Nonce.Span, receipt.Response.Span);
        return entry.ResponseHmac.Span.SequenceEqual(answered) ? null : ReceiptDifferenceKind.OtherResponse;
    }

    // What a partner's own system was asked on behalf of a call names its caller too; the call's own entry is the one that was answered.
    private static bool IsAnswered(Entry entry, string partner) =>
        entry.Caller?.Partner == partner
        && entry.EventCase is not (Entry.EventOneofCase.QuestionSent or Entry.EventOneofCase.QuestionAnswered);
}
