using System.Security.Cryptography;
using Exchange.Audit.V1;
using Exchange.Consent;
using Google.Protobuf;

namespace Exchange.Audit.Tests;

public sealed class ReconciliationTests
{
    private static readonly PartnershipId Amsterdam = new("amsterdam");
    private static readonly byte[] Nonce = [1, 2, 3];

    private readonly MemoryLogStore _store = new();
    private readonly List<KeptReceipt> _receipts = [];

    public ReconciliationTests()
    {
        Add("oov"); // 0
        Add("politie"); // 1
        Add("oov", kind: e => e.QuestionSent = new QuestionSent()); // 2: nobody was answered by it
        Add(""); // 3: its unit was not accepted
        Add("oov"); // 4
        _receipts.AddRange([Receipt(0), Receipt(3), Receipt(4)]);
    }

    [Fact]
    public void Compare_EveryCallHasItsReceipt_FindsNothing() => Assert.Empty(Compare());

    [Fact]
    public void Compare_ReceiptMissing_IsOnlyInTheLog()
    {
        _receipts.RemoveAt(0);
        Assert.Empty(Compare(from: 1));
        Assert.Equal([new ReceiptDifference(ReceiptDifferenceKind.NotWithThePartner, 0)], Compare());
    }

    [Fact]
    public void Compare_EntryMissingOrOther_IsOnlyWithThePartner()
    {
        _receipts[0] = _receipts[0] with { LeafHash = new byte[32] };
        _receipts[1] = Receipt(1);
        _receipts.Add(_receipts[2] with { Index = 5 });

        Assert.Equal(
            [
                new ReceiptDifference(ReceiptDifferenceKind.OtherEntry, 0),
                new ReceiptDifference(ReceiptDifferenceKind.OtherCaller, 1),
                new ReceiptDifference(ReceiptDifferenceKind.NotInTheLog, 5),
            ],
            Compare());
    }

    [Fact]
    public void Compare_EntryGoneFromTheMiddle_IsOnlyWithThePartner()
    {
        _store.Log(Amsterdam).Leaves.Remove(3);

        Assert.Equal([new ReceiptDifference(ReceiptDifferenceKind.NotInTheLog, 3)], Compare());
    }

    [Fact]
    public void Compare_ResponseThatWasNotGiven_IsTold()
    {
        _receipts[2] = _receipts[2] with { Response = "another"u8.ToArray() };
        Assert.Equal([new ReceiptDifference(ReceiptDifferenceKind.OtherResponse, 4)], Compare());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"index":1}""")]
    [InlineData("""{"index":-1,"leafHash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""")]
    [InlineData("""{"index":1,"leafHash":"AAAA"}""")]
    [InlineData("""{"index":"1","leafHash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""")]
    [InlineData("""{"index":1,"leafHash":"no base64"}""")]
    public void Parse_NoReceipt_Throws(string line) => Assert.Throws<FormatException>(() => KeptReceipt.Parse(line));

    private List<ReceiptDifference> Compare(long from = 0) => [.. Reconciliation.Compare(_store, Amsterdam, "oov", _receipts, from, 5)];

    private KeptReceipt Receipt(long index) =>
        new(index, MerkleHash.Leaf(_store.Log(Amsterdam).Leaves[index]), Nonce, "answer"u8.ToArray());

    private void Add(string partner, Action<Entry>? kind = null)
    {
        var entry = new Entry
        {
            Caller = new Caller { Controller = "gemeente", Partner = partner },
            ResponseHmac = ByteString.CopyFrom(HMACSHA256.HashData(Nonce, "answer"u8)),
        };
        kind?.Invoke(entry);
        _store.Log(Amsterdam).Leaves.Add(_store.Log(Amsterdam).Leaves.Count, entry.ToByteArray());
    }
}
