using System.Buffers.Binary;
using Impasto.Imaging;
using Impasto.Storage;

namespace Impasto.Video.Flow;

/// <summary>Reads and writes flow as .flo files, the format of the Middlebury benchmark.</summary>
/// <remarks>
/// Four bytes PIEH (the float 202021.25), width and height as 32-bit integers, then for each pixel, row by row from the
/// top, two 32-bit floats: pixels to the right and down; all little-endian. A value above 1e9 means that the flow is
/// unknown there. Source: Baker et al., "A Database and Evaluation Methodology for Optical Flow", IJCV 2011.
/// </remarks>
public static class FloFile
{
    private const int HeaderBytes = 12;
    private const int MostSide = 100_000;
    private static ReadOnlySpan<byte> Tag => "PIEH"u8;

    /// <summary>Reads a flow.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">The size that the flow must have; null for any.</param>
    /// <returns>The flow; unknown displacements are NaN.</returns>
    /// <exception cref="PictureException">The file is missing, not a .flo file, cut off, or of another
    /// size.</exception>
    public static FlowField Read(string path, PictureSize? size = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read);
            return Read(stream, path, size);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, failure.ReadReason(path), failure);
        }
    }

    /// <summary>Writes a flow, completely or not at all.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="path">The target.</param>
    /// <param name="overwrite">Whether an existing file may be replaced. Default: false.</param>
    /// <exception cref="FileException">The file exists and may not be replaced, or can't be written.</exception>
    public static void Write(FlowField flow, string path, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(flow);
        AtomicFile.Write(path, overwrite, stream =>
        {
            Span<byte> header = stackalloc byte[HeaderBytes];
            Tag.CopyTo(header);
            BinaryPrimitives.WriteInt32LittleEndian(header[4..], flow.Width);
            BinaryPrimitives.WriteInt32LittleEndian(header[8..], flow.Height);
            stream.Write(header);
            byte[] row = new byte[8 * flow.Width];
            for (int y = 0; y < flow.Height; y++)
            {
                for (int x = 0; x < flow.Width; x++)
                {
                    int k = (y * flow.Width) + x;
                    BinaryPrimitives.WriteSingleLittleEndian(row.AsSpan(8 * x), flow.Horizontal[k]);
                    BinaryPrimitives.WriteSingleLittleEndian(row.AsSpan((8 * x) + 4), flow.Vertical[k]);
                }

                stream.Write(row);
            }
        });
    }

    private static FlowField Read(FileStream stream, string path, PictureSize? size)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes
            || !header[..4].SequenceEqual(Tag))
        {
            throw Unreadable(path, "it is not a .flo file");
        }

        int width = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        int height = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        Check(path, (width, height), stream.Length, size);
        FlowField flow = new(width, height);
        byte[] row = new byte[8 * width];
        for (int y = 0; y < height; y++)
        {
            stream.ReadExactly(row);
            for (int x = 0; x < width; x++)
            {
                int k = (y * width) + x;
                flow.Horizontal[k] = Known(BinaryPrimitives.ReadSingleLittleEndian(row.AsSpan(8 * x)));
                flow.Vertical[k] = Known(BinaryPrimitives.ReadSingleLittleEndian(row.AsSpan((8 * x) + 4)));
            }
        }

        return flow;
    }

    private static void Check(string path, (int Width, int Height) found, long bytes, PictureSize? size)
    {
        (int width, int height) = found;
        bool isSize = width is >= 1 and <= MostSide && height is >= 1 and <= MostSide
            && (long)width * height <= PictureLimits.MostPixels;
        if (!isSize)
            throw Unreadable(path, $"it claims to have {width} x {height} pixels");
        if (bytes < HeaderBytes + (8L * width * height))
        {
            long needed = HeaderBytes + (8L * width * height);
            throw Unreadable(path, $"{width} x {height} pixels need {needed} bytes, it has {bytes}");
        }

        if (size is { } wanted && (wanted.Width, wanted.Height) != found)
            throw Unreadable(path, $"expected {wanted} pixels, it has {width} x {height}");
    }

    private static float Known(float value) => Math.Abs(value) <= 1e9f ? value : float.NaN;

    private static PictureException Unreadable(string path, string why, Exception? failure = null) =>
        new($"The flow '{path}' can't be read: {why}.", failure!) { PictureName = path };
}
