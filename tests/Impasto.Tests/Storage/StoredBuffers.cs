using System.Runtime.CompilerServices;
using Impasto.Storage;

namespace Impasto.Tests;

/// <summary>The buffers that a store holds at present.</summary>
internal static class StoredBuffers
{
    public static IReadOnlyList<PixelBuffer> Of(PixelStore store) => Buffers(store);

    /// <summary>Bytes of all buffers of some stores.</summary>
    public static long Bytes(params PixelStore[] stores) =>
        stores.SelectMany(Of).Sum(buffer => buffer.Length * sizeof(float));

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_buffers")]
    private static extern ref List<PixelBuffer> Buffers(PixelStore store);
}
