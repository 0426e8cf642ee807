using System.Buffers.Binary;
using System.Buffers.Text;

namespace Impasto.Studio.Views;

/// <summary>A place in the list of runs, as clients get it: a text that means nothing to them.</summary>
/// <remarks>
/// It is the number of the run that a page ended with. Numbers follow the order of creation and never change, so runs
/// that are added or deleted in between, this one included, move no other run over the place.
/// </remarks>
internal static class ListCursor
{
    // Another kind of cursor, some day, gets another one.
    private const byte Version = 1;
    private const int Length = 1 + sizeof(long);

    /// <summary>The place behind the run of a number.</summary>
    public static string After(long number)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], number);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The number of the run that a page ended with; null if the text is no cursor.</summary>
    public static long? Number(string cursor)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bool isCursor = cursor.Length == Base64Url.GetEncodedLength(Length)
            && Base64Url.IsValid(cursor)
            && Base64Url.TryDecodeFromChars(cursor, bytes, out int written)
            && written == Length && bytes[0] == Version;
        return isCursor && BinaryPrimitives.ReadInt64BigEndian(bytes[1..]) is var number and > 0 ? number : null;
    }
}
