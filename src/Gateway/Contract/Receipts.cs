using Exchange.Commands;
using Google.Protobuf;
using Grpc.Core;

namespace Exchange.Gateway.Contract;

/// <summary>Puts a receipt into the form in which it leaves.</summary>
internal static class Receipts
{
    /// <summary>The trailer with the receipts of a call: of its answer or its refusal; of a stream that is refused in its midst, both.</summary>
    public const string TrailerName = "exchange-receipt-bin";

    public static Metadata.Entry Trailer(Receipt receipt) => new(TrailerName, Message(receipt).ToByteArray());

    public static V1.Receipt Message(Receipt receipt) => new() { Index = receipt.Index, LeafHash = ByteString.CopyFrom(receipt.LeafHash.Span) };
}
