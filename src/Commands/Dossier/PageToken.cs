using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Commands;

/// <summary>
/// Where the next page begins, for one caller and one request only: encrypted and authenticated by Data Protection, bound to
/// everything that the caller must repeat, of use for an hour.
/// </summary>
internal sealed class PageTokens(IDataProtectionProvider protection, TimeProvider time)
{
    private const int Fixed = 8 + 4 + 8 + SHA256.HashSizeInBytes;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private readonly IDataProtector _protector = protection.CreateProtector("Exchange.PageToken.v1");

    /// <summary>A place between two pages.</summary>
    /// <param name="After">The sequence of the last section that was considered; 0 in a list that follows another order.</param>
    /// <param name="Page">The number of the page that follows, from 2.</param>
    /// <param name="Key">The name of the last item, in a list that follows the names of its items; else empty.</param>
    public readonly record struct Place(long After, int Page, string Key = "");

    /// <summary>Makes a token.</summary>
    public string Issue(ReadOnlySpan<byte> binding, Place place)
    {
        var content = new byte[Fixed + Encoding.UTF8.GetByteCount(place.Key)];
        BinaryPrimitives.WriteInt64BigEndian(content, place.After);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(8), place.Page);
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(12), (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        SHA256.HashData(binding, content.AsSpan(20));
        Encoding.UTF8.GetBytes(place.Key, content.AsSpan(Fixed));
        return Base64Url.EncodeToString(_protector.Protect(content));
    }

    /// <summary>Reads a token; null when it is of somebody else, of another request, changed or too old.</summary>
    public Place? Read(string token, ReadOnlySpan<byte> binding)
    {
        byte[] content;
        try
        {
            content = _protector.Unprotect(Base64Url.DecodeFromChars(token));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }

        if (content.Length < Fixed
            || !CryptographicOperations.FixedTimeEquals(content.AsSpan(20, SHA256.HashSizeInBytes), SHA256.HashData(binding))
            || BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(12)) < time.GetUtcNow().ToUnixTimeSeconds())
        {
            return null;
        }

        return new Place(
            BinaryPrimitives.ReadInt64BigEndian(content),
            BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(8)),
            Encoding.UTF8.GetString(content.AsSpan(Fixed)));
    }

    /// <summary>Where a request begins: at the first page without a token, else where its token says; null when that is refused.</summary>
    public Place? ReadOrFirst(string token, ReadOnlySpan<byte> binding) => token.Length == 0 ? new Place(0, 1) : Read(token, binding);

    /// <summary>What a token of this caller and request is bound to.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="command">The command: a token of one is of no use to another.</param>
    /// <param name="parts">What the caller must repeat, in an order in which no two requests are alike.</param>
    public static byte[] Binding(Admitted caller, string command, params IEnumerable<string?> parts) =>
        JsonSerializer.SerializeToUtf8Bytes<string?[]>(
            [caller.Partnership.Value, caller.Partner, caller.Actor, caller.Role, command, .. parts]);
}
