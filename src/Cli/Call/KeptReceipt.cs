using System.Text.Json.Nodes;
using Exchange.V1;
using Grpc.Core;

namespace Exchange.Cli.Call;

/// <summary>What a caller keeps of a call, one JSON object a line: what <c>exchange audit reconcile</c> reads.</summary>
internal static class KeptReceipt
{
    /// <summary>The trailer with the receipt, of an answer or a refusal.</summary>
    public const string Trailer = "exchange-receipt-bin";

    /// <summary>The receipt among the trailers, or null when none came.</summary>
    public static Receipt? Of(Metadata trailers) =>
        trailers.GetValueBytes(Trailer) is { } bytes ? Receipt.Parser.ParseFrom(bytes) : null;

    /// <summary>The receipt in words.</summary>
    public static string Words(Receipt receipt) => $"{Trailer}: entry {receipt.Index}, leaf {Convert.ToHexStringLower(receipt.LeafHash.Span)}";

    /// <summary>The line of an answer.</summary>
    public static string Line(string method, Answer answer, Receipt receipt) => new JsonObject
    {
        ["rpc"] = method,
        ["index"] = receipt.Index,
        ["leafHash"] = receipt.LeafHash.ToBase64(),
        ["nonce"] = Convert.ToBase64String(answer.Nonce.Span),
        ["response"] = Convert.ToBase64String(answer.Bytes.Span),
    }.ToJsonString();

    /// <summary>The line of a refusal.</summary>
    public static string Line(string method, string reason, Receipt receipt) => new JsonObject
    {
        ["rpc"] = method,
        ["index"] = receipt.Index,
        ["leafHash"] = receipt.LeafHash.ToBase64(),
        ["reason"] = reason,
    }.ToJsonString();

    /// <summary>Adds a line to a file that its owner alone may read: with the answer in it, it is personal data.</summary>
    public static void Append(string file, string line)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.WriteLine(line);
    }
}
