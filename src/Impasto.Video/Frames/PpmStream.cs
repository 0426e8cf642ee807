using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Impasto.Imaging;

namespace Impasto.Video.Frames;

/// <summary>Pictures after each other in a pipe, as PPM: each says its own size, so that none can be misread.</summary>
/// <remarks>P6, width, height, 255 or 65535 as text, one white space, then RGB; 16 bits with the high byte
/// first.</remarks>
internal static class PpmStream
{
    private const string Wrong = "ffmpeg sent something else than pictures";

    /// <summary>What stands before a picture's pixels.</summary>
    /// <param name="Size">Columns and rows.</param>
    /// <param name="IsDeep">Whether it has 16 bits a channel instead of 8.</param>
    public readonly record struct Header(PictureSize Size, bool IsDeep)
    {
        /// <summary>Bytes of the pixels.</summary>
        public int Bytes => checked((int)((IsDeep ? 6 : 3) * Size.Pixels));
    }

    /// <summary>Reads the next picture; null at the end of the stream.</summary>
    /// <param name="stream">The pipe.</param>
    /// <param name="maxPixels">Most pixels.</param>
    /// <exception cref="InvalidDataException">The stream holds something else, or a picture that is too
    /// large.</exception>
    /// <exception cref="EndOfStreamException">The stream ends within a picture.</exception>
    public static Picture? Read(Stream stream, long maxPixels)
    {
        if (ReadHeader(stream, maxPixels) is not { } header)
            return null;
        byte[] pixels = new byte[header.Bytes];
        stream.ReadExactly(pixels);
        return Decode(header, pixels);
    }

    /// <summary>Reads what stands before a picture's pixels; null at the end of the stream.</summary>
    /// <param name="stream">The pipe.</param>
    /// <param name="maxPixels">Most pixels.</param>
    /// <param name="wrong">What an exception says about a stream of something else.</param>
    /// <exception cref="InvalidDataException">The stream holds something else, or a picture that is too
    /// large.</exception>
    public static Header? ReadHeader(Stream stream, long maxPixels, string wrong = Wrong)
    {
        string magic = Word(stream, wrong);
        if (magic.Length == 0)
            return null;
        int width = Number(stream, wrong), height = Number(stream, wrong), most = Number(stream, wrong);
        if (magic != "P6" || width < 1 || height < 1 || most is not (255 or 65535))
            throw new InvalidDataException(wrong);
        long bytes = (most > 255 ? 6L : 3L) * width * height;
        return (long)width * height <= Math.Min(maxPixels, PictureLimits.MostPixels) && bytes <= Array.MaxLength
            ? new Header(new PictureSize(width, height), most > 255)
            : throw new InvalidDataException(
                $"a frame has {width} x {height} pixels, and the limit is {maxPixels}");
    }

    /// <summary>The picture of a header.</summary>
    /// <param name="header">What stood before the pixels.</param>
    /// <param name="pixels">The pixels as they came; changed.</param>
    public static Picture Decode(Header header, Span<byte> pixels)
    {
        if (header.IsDeep)
            Swap(pixels);
        return Picture.FromPixels(pixels, header.Size, header.IsDeep ? PixelLayout.Rgb48 : PixelLayout.Rgb24);
    }

    /// <summary>Writes a picture.</summary>
    /// <param name="stream">The pipe.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="isDeep">Whether it has 16 bits a channel instead of 8.</param>
    /// <param name="isEven">Whether odd sides get one row or column more, a copy of the last.</param>
    public static void Write(Stream stream, Picture picture, bool isDeep, bool isEven)
    {
        int bytes = isDeep ? 6 : 3;
        int width = picture.Width + (isEven ? picture.Width & 1 : 0);
        int height = picture.Height + (isEven ? picture.Height & 1 : 0);
        byte[] pixels = new byte[(long)bytes * width * height];
        picture.CopyTo(pixels, isDeep ? PixelLayout.Rgb48 : PixelLayout.Rgb24, bytes * width);
        if (isDeep)
            Swap(pixels);
        if (width > picture.Width)
        {
            for (int y = 0; y < picture.Height; y++)
            {
                Span<byte> end = pixels.AsSpan((bytes * ((width * y) + picture.Width)) - bytes, 2 * bytes);
                end[..bytes].CopyTo(end[bytes..]);
            }
        }

        if (height > picture.Height)
        {
            Span<byte> last = pixels.AsSpan(bytes * width * (height - 2), 2 * bytes * width);
            last[..(bytes * width)].CopyTo(last[(bytes * width)..]);
        }

        stream.Write(Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"P6\n{width} {height}\n{(isDeep ? 65535 : 255)}\n")));
        stream.Write(pixels);
    }

    private static void Swap(Span<byte> pixels)
    {
        if (!BitConverter.IsLittleEndian)
            return;
        Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(pixels);
        BinaryPrimitives.ReverseEndianness(words, words);
    }

    private static int Number(Stream stream, string wrong) =>
        int.TryParse(Word(stream, wrong), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : -1;

    // The letters up to one white space, which is taken, too.
    private static string Word(Stream stream, string wrong)
    {
        const int Longest = 10;
        StringBuilder word = new();
        for (int next = stream.ReadByte(); next >= 0 && !char.IsWhiteSpace((char)next); next = stream.ReadByte())
        {
            word.Append((char)next);
            if (word.Length > Longest)
                throw new InvalidDataException(wrong);
        }

        return word.ToString();
    }
}
