using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a deserializer finds the bytes of one message.</summary>
public abstract class DeserializationContext
{
    /// <summary>The number of bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>The bytes in an array of the caller's own.</summary>
    public abstract byte[] PayloadAsNewBuffer();

    /// <summary>The bytes as they lie; not to be used after the deserializer returns.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(PayloadAsNewBuffer());
}
