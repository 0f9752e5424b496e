using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Exchange.Gateway.Signing;

/// <summary>
/// Looks at the first message of a gRPC request and leaves every byte where it is: a flag, the length in four bytes, the message.
/// Whatever is not so is left for gRPC to refuse.
/// </summary>
internal static class FirstMessage
{
    private const int PrefixLength = 5;

    /// <summary>The message, or null when it is not whole, too large, or compressed in a way that is not understood.</summary>
    /// <param name="body">The request's body, of which nothing is consumed.</param>
    /// <param name="compression">What <c>grpc-encoding</c> names, or null.</param>
    /// <param name="largest">The most bytes that a message has, compressed or not.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<ReceivedMessage?> PeekAsync(
        PipeReader body, ICompressionProvider? compression, int largest, CancellationToken cancellation)
    {
        long examined = 0;
        while (true)
        {
            var read = await body.ReadAsync(cancellation);
            var isEnough = TryFind(read.Buffer, largest, out var found);
            var message = found is { } frame ? Decode(frame, compression, largest) : null;
            if (isEnough || read.IsCompleted || read.IsCanceled)
            {
                // What was not looked at before counts as not looked at, so that the next reader finds it without waiting.
                body.AdvanceTo(read.Buffer.Start, read.Buffer.GetPosition(examined));
                return message;
            }

            examined = read.Buffer.Length;
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    // Whether there is nothing to wait for any more, and if so the whole message, when it is one.
    private static bool TryFind(ReadOnlySequence<byte> buffer, int largest, out (bool IsCompressed, byte[] Bytes)? found)
    {
        found = null;
        if (buffer.Length < PrefixLength)
            return false;
        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (prefix[0] > 1 || length > largest)
            return true;
        if (buffer.Length < PrefixLength + length)
            return false;
        found = (prefix[0] == 1, buffer.Slice(PrefixLength, length).ToArray());
        return true;
    }

    private static ReceivedMessage? Decode((bool IsCompressed, byte[] Bytes) frame, ICompressionProvider? compression, int largest)
    {
        if (!frame.IsCompressed)
            return new ReceivedMessage(frame.Bytes);
        if (compression is null)
            return null;
        try
        {
            using var stream = compression.CreateDecompressionStream(new MemoryStream(frame.Bytes, writable: false));
            var bytes = new ArrayBufferWriter<byte>(frame.Bytes.Length);
            while (stream.Read(bytes.GetSpan(4096)) is > 0 and var count)
            {
                bytes.Advance(count);
                if (bytes.WrittenCount > largest)
                    return null; // a few bytes may become a thousand times as many
            }

            return new ReceivedMessage(bytes.WrittenMemory);
        }
        catch (Exception fault) when (fault is InvalidDataException or RpcException)
        {
            return null; // not what it says it is, or more than its provider unpacks
        }
    }
}
