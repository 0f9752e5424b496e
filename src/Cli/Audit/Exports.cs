using Exchange.Audit;

namespace Exchange.Cli.Audit;

/// <summary>Finds the export that somebody names: a folder, or an address of the web.</summary>
internal static class Exports
{
    /// <summary>The export; null when the name is neither a folder nor an address.</summary>
    public static ITileSource? Find(string name) =>
        Uri.TryCreate(name, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? new WebTiles(address)
            : Directory.Exists(name) ? new FolderTiles(name) : null;
}
