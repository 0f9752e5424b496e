using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Exchange.Gateway.Tests.Harness;
using Google.Protobuf;
using Grpc.Core;

namespace Exchange.Gateway.Tests.Peers.Faults;

/// <summary>What a call came to, byte by byte.</summary>
/// <param name="Encoding">What the response says it is compressed with, or empty.</param>
/// <param name="Status">The gRPC code; null when none came.</param>
/// <param name="Nonce">The nonce in the headers or the trailers, or empty.</param>
/// <param name="Messages">The messages, unpacked, with whether they were packed.</param>
/// <param name="Details">The rich error, or null.</param>
internal sealed record WireAnswer(string Encoding, StatusCode? Status, byte[] Nonce, IReadOnlyList<(bool Packed, byte[] Bytes)> Messages, Google.Rpc.Status? Details);

/// <summary>A client in Node that knows HTTP/2 and no gRPC: it sends the bytes that it is told to.</summary>
internal static class WirePeer
{
    /// <summary>Makes calls one after the other.</summary>
    public static async Task<IReadOnlyList<WireAnswer>> SendAsync(ContractSetting setting, IEnumerable<JsonObject> requests)
    {
        var (exitCode, output, errors) = await ForeignProgram.RunAsync(
            "node", [ForeignProgram.NodeProgram("tests", "Peers", "node", "wire_peer.js"), .. setting.Connection], new JsonArray([.. requests]).ToJsonString());
        Assert.True(exitCode == 0, errors + output);
        return [.. JsonNode.Parse(output)!.AsArray().Select(seen => Read(seen!))];
    }

    /// <summary>A request of these bytes, with the token and the signature of the call.</summary>
    public static JsonObject Request(ContractSetting setting, ContractCall call, byte[] body, params (string Name, string Value)[] headers)
    {
        var sent = new JsonObject { ["authorization"] = "Bearer " + (call.As ?? setting.Coordinator).Token() };
        if (call.Signed)
            sent["exchange-signature"] = setting.Gateway.Pki.Parties[setting.Coordinator.Controller].Requests.Sign(call.Request.Descriptor, call.Request.ToByteArray());
        foreach (var (name, value) in headers)
            sent[name] = value;
        return new JsonObject
        {
            ["path"] = "/" + call.Method,
            ["headers"] = sent,
            ["body"] = Convert.ToHexStringLower(body),
            ["first"] = call.Method.Contains("/Watch", StringComparison.Ordinal),
        };
    }

    /// <summary>A message as gRPC frames it: a flag, the length in four bytes, the message.</summary>
    public static byte[] Frame(byte[] message, bool packed, int? length = null)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = packed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), length ?? message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    public static byte[] Pack(byte[] message)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(message);
        return packed.ToArray();
    }

    private static WireAnswer Read(JsonNode seen)
    {
        var messages = new List<(bool, byte[])>();
        var body = Convert.FromHexString((string)seen["body"]!).AsSpan();
        while (body.Length >= 5)
        {
            var (packed, length) = (body[0] == 1, BinaryPrimitives.ReadInt32BigEndian(body[1..]));
            var message = body.Slice(5, length).ToArray();
            messages.Add((packed, packed ? Unpack(message) : message));
            body = body[(5 + length)..];
        }

        return new WireAnswer(
            Header("grpc-encoding") ?? "",
            Header("grpc-status") is { } status ? Enum.Parse<StatusCode>(status) : null,
            Bytes("exchange-nonce-bin") ?? [],
            messages,
            Bytes("grpc-status-details-bin") is { } details ? Google.Rpc.Status.Parser.ParseFrom(details) : null);

        string? Header(string name) => (string?)(seen["trailers"]![name] ?? seen["headers"]![name]);

        // Binary metadata may come without its padding.
        byte[]? Bytes(string name) => Header(name) is { } text ? Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')) : null;
    }

    private static byte[] Unpack(byte[] message)
    {
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(message), CompressionMode.Decompress))
            gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
