namespace Grpc.Core;

/// <summary>How a message is written; the values may be combined.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait in a buffer; nothing promises that it goes out now.</summary>
    BufferHint = 0x1,

    /// <summary>This message is not compressed even when the call is.</summary>
    NoCompress = 0x2,
}
