using System.Net;
using Exchange.Audit;

namespace Exchange.Cli.Audit;

/// <summary>
/// An export on a web server, below an address: C2SP tlog-tiles over HTTP. What comes is believed only as far as it is signed, so an
/// address without TLS shows what is asked for and changes nothing of the verdict.
/// </summary>
internal sealed class WebTiles(Uri address) : ITileSource
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
    })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private readonly string _prefix = address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/";

    public byte[]? Read(string path, int most)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _prefix + path);
            using var response = Client.Send(request, HttpCompletionOption.ResponseHeadersRead);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                return null;
            if (response.StatusCode != HttpStatusCode.OK)
                throw new StoreUnavailableException($"{_prefix}{path} answers with {(int)response.StatusCode}.");
            return ReadBody(response, most);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or InvalidDataException)
        {
            throw new StoreUnavailableException($"{_prefix}{path} cannot be fetched.", e);
        }
    }

    private static byte[] ReadBody(HttpResponseMessage response, int most)
    {
        using var body = response.Content.ReadAsStream();
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (read.Length <= most && body.Read(buffer, 0, (int)Math.Min(buffer.Length, most + 1 - read.Length)) is > 0 and var count)
            read.Write(buffer, 0, count);
        return read.ToArray();
    }
}
