using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a serializer puts one message. The transport overrides what it supports; the rest refuses.</summary>
public abstract class SerializationContext
{
    /// <summary>Hands over the message as one array, instead of through <see cref="GetBufferWriter"/>.</summary>
    public virtual void Complete(byte[] payload) => throw Unsupported();

    /// <summary>The buffer to write the message to; call <see cref="Complete()"/> afterwards.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw Unsupported();

    /// <summary>Announces the number of bytes, before any is written.</summary>
    public virtual void SetPayloadLength(int payloadLength) => throw Unsupported();

    /// <summary>Says that the buffer holds the whole message.</summary>
    public virtual void Complete() => throw Unsupported();

    private NotSupportedException Unsupported() => new($"{GetType().Name} does not support this way of writing a message.");
}
