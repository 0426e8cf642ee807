using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Impasto.Studio.Lists;

namespace Impasto.Studio.Views;

/// <summary>A place in the list of runs, as clients get it: a text that means nothing to them.</summary>
/// <remarks>
/// Its first byte says which order the list has, then follow the number of the run that a page ended with and what
/// else the run is sorted by.
/// </remarks>
internal static class ListCursor
{
    private const int Head = 1 + sizeof(long);

    private static readonly UTF8Encoding Text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A place as text.</summary>
    public static string Of(RunSort sort, RunPlace place)
    {
        byte[] key = sort switch
        {
            RunSort.Name => Text.GetBytes(place.Name),
            RunSort.Size => Bytes(place.Pixels),
            _ => [],
        };
        return Base64Url.EncodeToString([Kind(sort), .. Bytes(place.Number), .. key]);
    }

    /// <summary>The place that a text means in a list of some order; null if it is none of such a list.</summary>
    public static RunPlace? Read(RunSort sort, string cursor)
    {
        if (!Base64Url.IsValid(cursor))
            return null;
        byte[] bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length < Head || bytes[0] != Kind(sort)
            || BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1)) is not (var number and > 0))
        {
            return null;
        }

        RunPlace? place = sort switch
        {
            RunSort.Name => Name(bytes.AsSpan(Head)) is { } name ? new RunPlace(number, name) : null,
            RunSort.Size => bytes.Length == Head + sizeof(long)
                ? new RunPlace(number, Pixels: BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(Head)))
                : null,
            _ => new RunPlace(number),
        };
        // White space, and bits or bytes that nobody wrote.
        return place is not null && Of(sort, place) == cursor ? place : null;
    }

    // 1 is that of earlier versions, whose lists had one order.
    private static byte Kind(RunSort sort) => (byte)(sort + 1);

    private static byte[] Bytes(long number)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    // No name has a zero character, and PostgreSQL takes none.
    private static string? Name(ReadOnlySpan<byte> bytes)
    {
        try
        {
            string name = Text.GetString(bytes);
            return name.Contains('\0') ? null : name;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
