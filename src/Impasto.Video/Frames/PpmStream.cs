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
    /// <summary>Reads the next picture; null at the end of the stream.</summary>
    /// <param name="stream">The pipe.</param>
    /// <param name="maxPixels">Most pixels.</param>
    /// <exception cref="InvalidDataException">The stream holds something else, or a picture that is too
    /// large.</exception>
    /// <exception cref="EndOfStreamException">The stream ends within a picture.</exception>
    public static Picture? Read(Stream stream, long maxPixels)
    {
        string magic = Word(stream);
        if (magic.Length == 0)
            return null;
        int width = Number(stream), height = Number(stream), most = Number(stream);
        if (magic != "P6" || width < 1 || height < 1 || most is not (255 or 65535))
            throw new InvalidDataException("ffmpeg sent something else than pictures");
        if ((long)width * height > Math.Min(maxPixels, PictureLimits.MostPixels))
            throw new InvalidDataException($"a frame has {width} x {height} pixels, and the limit is {maxPixels}");
        int bytes = most > 255 ? 6 : 3;
        byte[] pixels = new byte[(long)bytes * width * height];
        stream.ReadExactly(pixels);
        if (bytes == 6)
            Swap(pixels);
        return Picture.FromPixels(
            pixels, new PictureSize(width, height), bytes == 6 ? PixelLayout.Rgb48 : PixelLayout.Rgb24);
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

    private static void Swap(byte[] pixels)
    {
        if (!BitConverter.IsLittleEndian)
            return;
        Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(pixels.AsSpan());
        BinaryPrimitives.ReverseEndianness(words, words);
    }

    private static int Number(Stream stream) =>
        int.TryParse(Word(stream), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;

    // The letters up to one white space, which is taken, too.
    private static string Word(Stream stream)
    {
        const int Longest = 10;
        StringBuilder word = new();
        for (int next = stream.ReadByte(); next >= 0 && !char.IsWhiteSpace((char)next); next = stream.ReadByte())
        {
            word.Append((char)next);
            if (word.Length > Longest)
                throw new InvalidDataException("ffmpeg sent something else than pictures");
        }

        return word.ToString();
    }
}
