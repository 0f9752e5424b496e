using System.Buffers;

namespace Grpc.Core;

/// <summary>Collects one message in memory, for callers that want an array.</summary>
internal sealed class ArraySerializationContext : SerializationContext
{
    private ArrayBufferWriter<byte>? _buffer;
    private byte[]? _payload;
    private int? _announced;

    public override void SetPayloadLength(int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        _announced = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter() =>
        _buffer ??= _announced is > 0 ? new ArrayBufferWriter<byte>(_announced.Value) : new ArrayBufferWriter<byte>();

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        EnsureOpen();
        _payload = payload;
    }

    public override void Complete()
    {
        EnsureOpen();
        _payload = _buffer?.WrittenSpan.ToArray() ?? [];
    }

    public byte[] ToArray() => _payload ?? throw new InvalidOperationException("The serializer did not complete the message.");

    private void EnsureOpen()
    {
        if (_payload is not null)
            throw new InvalidOperationException("The message is complete already.");
    }
}
