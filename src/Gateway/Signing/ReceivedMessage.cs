namespace Exchange.Gateway.Signing;

/// <summary>A request message as it came, after decompression and before anything read it.</summary>
internal sealed record ReceivedMessage(ReadOnlyMemory<byte> Bytes);
