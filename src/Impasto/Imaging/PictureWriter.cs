using Impasto.Imaging.Files;
using Impasto.Imaging.Metadata;
using Impasto.Storage;
using Impasto.Text;
using NetVips;

namespace Impasto.Imaging;

/// <summary>
/// Writes pictures to files, streams and memory, in one of the formats of <see cref="PictureFormat.Writable"/>.
/// </summary>
/// <remarks>
/// Values are clipped to 0 to 1 and rounded; NaN becomes 0. Every file carries the profile of its colours. A format
/// without alpha shows the picture on white.
/// </remarks>
/// <example>
/// <code>
/// PictureWriter.Write(picture, "result.jpg", new PictureWriteOptions { Quality = 90, Overwrite = true });
/// byte[] png = PictureWriter.Encode(picture, PictureFormat.Png);
/// </code>
/// </example>
public static class PictureWriter
{
    /// <summary>Checks, before any work is done, whether a picture can be written to a file.</summary>
    /// <param name="path">The target; its ending names the format.</param>
    /// <param name="options">Depth, quality, parameters and whether to overwrite.</param>
    /// <param name="size">Columns and rows that the picture will have; null if unknown.</param>
    /// <exception cref="PictureException">The ending names no format, or the format can't hold the picture.</exception>
    /// <exception cref="InvalidOptionsException">Depth or quality is out of range.</exception>
    /// <exception cref="FileException">The file exists and may not be replaced, or can't be written.</exception>
    public static void Check(string path, PictureWriteOptions options, PictureSize? size = null)
    {
        CheckOptions(path, options);
        CheckContent(PictureFormat.Of(path), options, size, path);
        AtomicFile.Check(path, options.Overwrite);
    }

    /// <summary>Checks whether a path's ending and the options are valid, without touching the disk.</summary>
    /// <param name="path">The target.</param>
    /// <param name="options">Depth and quality.</param>
    /// <exception cref="PictureException">
    /// The ending names no format, or the format does not have the depth.
    /// </exception>
    /// <exception cref="InvalidOptionsException">Depth or quality is out of range.</exception>
    public static void CheckOptions(string path, PictureWriteOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        CheckOptions(PictureFormat.Of(path), options, path);
    }

    /// <summary>Writes a picture to a file, completely or not at all.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="path">The target; its ending names the format.</param>
    /// <param name="options">Depth, quality, parameters and whether to overwrite; null takes the defaults.</param>
    /// <exception cref="PictureException">The ending names no format, or the format can't hold the picture.</exception>
    /// <exception cref="InvalidOptionsException">Depth or quality is out of range.</exception>
    /// <exception cref="FileException">The file exists and may not be replaced, or can't be written.</exception>
    public static void Write(Picture picture, string path, PictureWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        options ??= new PictureWriteOptions();
        Check(path, options, picture.Size);
        var format = PictureFormat.Of(path);
        AtomicFile.Write(path, options.Overwrite, stream =>
        {
            using var target = new StreamTarget(stream);
            try
            {
                VipsEncoder.Save(picture, format, options, target.Target, path);
            }
            catch (PictureException) when (target.Failure is not null)
            {
                throw new IOException(target.Failure.Reason(), target.Failure);
            }
        });
    }

    /// <summary>Writes a picture to a stream, such as a web response.</summary>
    /// <remarks>
    /// The encoded file is held in memory first: nothing is written if the picture can't be encoded. The stream need
    /// not be able to seek and stays open; an exception of its own is passed on.
    /// </remarks>
    /// <param name="picture">The picture.</param>
    /// <param name="stream">Receives the file.</param>
    /// <param name="format">One of <see cref="PictureFormat.Writable"/>.</param>
    /// <param name="options">Depth, quality and parameters; null takes the defaults.</param>
    /// <exception cref="PictureException">The format can't hold the picture.</exception>
    /// <exception cref="InvalidOptionsException">Depth or quality is out of range.</exception>
    /// <exception cref="ArgumentException">The stream can't be written to, or the format is only read.</exception>
    public static void Write(Picture picture, Stream stream, PictureFormat format, PictureWriteOptions? options = null)
    {
        RequireWritable(stream);
        stream.Write(Encode(picture, format, options));
    }

    /// <summary>
    /// As <see cref="Write(Picture, Stream, PictureFormat, PictureWriteOptions?)"/>, without blocking.
    /// </summary>
    /// <param name="picture">The picture; must not change until the task is done.</param>
    /// <param name="stream">Receives the file.</param>
    /// <param name="format">One of <see cref="PictureFormat.Writable"/>.</param>
    /// <param name="options">Depth, quality and parameters; null takes the defaults.</param>
    /// <param name="cancellation">Ends the writing before the encoding starts, and while the stream is written.</param>
    /// <exception cref="PictureException">The format can't hold the picture.</exception>
    /// <exception cref="InvalidOptionsException">Depth or quality is out of range.</exception>
    /// <exception cref="ArgumentException">The stream can't be written to, or the format is only read.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
    public static async Task WriteAsync(
        Picture picture,
        Stream stream,
        PictureFormat format,
        PictureWriteOptions? options = null,
        CancellationToken cancellation = default)
    {
        RequireWritable(stream);
        // Encoding takes the processor for a while: not on the caller's thread, which may be a window's.
        byte[] file = await Task.Run(() => Encode(picture, format, options), cancellation);
        await stream.WriteAsync(file, cancellation);
    }

    /// <summary>
    /// Encodes a picture as a file in memory, the counterpart of <see cref="PictureReader.Decode(byte[], string)"/>.
    /// </summary>
    /// <param name="picture">The picture.</param>
    /// <param name="format">One of <see cref="PictureFormat.Writable"/>.</param>
    /// <param name="options">Depth, quality and parameters; null takes the defaults.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="PictureException">The format can't hold the picture.</exception>
    /// <exception cref="InvalidOptionsException">Depth or quality is out of range.</exception>
    /// <exception cref="ArgumentException">The format is only read.</exception>
    public static byte[] Encode(Picture picture, PictureFormat format, PictureWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(format);
        if (!format.CanWrite)
        {
            throw new ArgumentException(
                $"Expected one of {string.Join(", ", PictureFormat.Writable)}, got {format}, which is only read.",
                nameof(format));
        }

        options ??= new PictureWriteOptions();
        CheckOptions(format, options, name: null);
        CheckContent(format, options, picture.Size, name: null);
        using var target = Target.NewToMemory();
        VipsEncoder.Save(picture, format, options, target, name: null);
        return target.Blob;
    }

    private static void CheckOptions(PictureFormat format, PictureWriteOptions options, string? name)
    {
        if (options.Depth is not (null or 8 or 16))
            throw OptionText.Invalid("depth", $"{options.Depth}", "expected 8 or 16 bits a channel");
        if (options.Quality is < 1 or > 100)
            throw OptionText.Invalid("quality", $"{options.Quality}", "expected 1 to 100");
        if (options.Dpi is not (null or (>= 1 and <= 100_000)))
            throw OptionText.Invalid("dpi", OptionText.Of(options.Dpi.Value), "expected 1 to 100000 dots per inch");
        if (options.Depth is { } depth && !format.Depths.Contains(depth))
        {
            var others = PictureFormat.Writable
                .Where(other => other.Depths.Contains(depth))
                .Select(other => other.Extension);
            throw PictureFormat.Refused(
                name, $"{format} has no {depth} bits a channel; use {string.Join(" or ", others)}");
        }
    }

    private static void CheckContent(PictureFormat format, PictureWriteOptions options, PictureSize? size, string? name)
    {
        if (size is { } known)
            format.Check(known, name);
        if (options.Parameters is not { } parameters || format.MaxMetadataBytes == int.MaxValue)
            return;
        if (RunMetadata.Pack(parameters).Length > format.MaxMetadataBytes)
        {
            throw PictureFormat.Refused(
                name, $"{format} has no room for the run's parameters, which have {parameters.Length} characters");
        }
    }

    private static void RequireWritable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
            throw new ArgumentException("Expected a stream that can be written to.", nameof(stream));
    }
}
