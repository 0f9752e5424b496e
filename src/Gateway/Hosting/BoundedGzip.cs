using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Exchange.Gateway.Hosting;

/// <summary>
/// gzip that gives up on a message as soon as it unpacks to more than may be received: a thousand bytes can unpack to a million,
/// and the server's own limit looks at the bytes that arrive.
/// </summary>
/// <param name="most">The most bytes of an unpacked message.</param>
internal sealed class BoundedGzip(int most) : ICompressionProvider
{
    public string EncodingName => "gzip";

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new Whole(stream, new GZipStream(stream, compressionLevel ?? CompressionLevel.Fastest, leaveOpen: true));

    public Stream CreateDecompressionStream(Stream stream) => new Bounded(new GZipStream(stream, CompressionMode.Decompress), most);

    /// <summary>Packs a message without bytes too: the library makes nothing of it, and that is no gzip to other clients.</summary>
    private sealed class Whole(Stream target, GZipStream gzip) : Stream
    {
        // A member (RFC 1952) of one block that ends at once, with the checksum and the length of nothing.
        private static ReadOnlySpan<byte> Nothing => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        private bool _isEmpty = true;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _isEmpty &= buffer.IsEmpty;
            gzip.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => gzip.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                gzip.Dispose();
                if (_isEmpty)
                    target.Write(Nothing);
                _isEmpty = false;
            }

            base.Dispose(disposing);
        }
    }

    private sealed class Bounded(Stream inner, int left) : Stream
    {
        private int _left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var read = Unpack(buffer);
            _left -= read;
            return _left >= 0
                ? read
                : throw new RpcException(new Status(StatusCode.ResourceExhausted, "The message unpacks to more than may be received."));
        }

        // The code that gRPC's status codes have for it; thrown on, it would be UNKNOWN.
        private int Unpack(Span<byte> buffer)
        {
            try
            {
                return inner.Read(buffer);
            }
            catch (InvalidDataException)
            {
                throw new RpcException(new Status(StatusCode.Internal, "The message is not the gzip that it says it is."));
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
