using Impasto.Imaging;

namespace Impasto.Cli.Reporting;

/// <summary>
/// Collects frames of a run for a video, evenly over its steps. A file beside the video stores them, so that memory
/// holds one frame at a time.
/// </summary>
internal sealed class TimeLapse : IPictureReport, IDisposable
{
    private const int MostFrames = 120;

    // Longer sides make files that are too large to send.
    private const int LongestSide = 640;

    private readonly string _path;
    private readonly int _every;
    private readonly FileStream _frames;
    private readonly (int Width, int Height) _size;
    private readonly bool _mayContinue;
    private bool _showsLatest;
    private bool _isDisposed;

    /// <summary>Opens the file of frames.</summary>
    /// <param name="path">The video.</param>
    /// <param name="run">The run; if it continues, the file already has the frames up to its last step.</param>
    /// <param name="every">Steps from one frame to the next; 0 for about 120 frames in all.</param>
    /// <exception cref="ImpastoException">The file of frames can't be opened.</exception>
    public TimeLapse(string path, ReportedRun run, int every)
    {
        _path = path;
        _every = every > 0 ? every : Math.Max(1, run.Steps / MostFrames);
        _size = Size(run.Size);
        _mayContinue = run.MayContinue;
        try
        {
            FileMode mode = run.After > 0 ? FileMode.OpenOrCreate : FileMode.Create;
            _frames = new FileStream(FramesPath(path), mode, FileAccess.ReadWrite, FileShare.Read);
            _frames.SetLength(Math.Min(_frames.Length / FrameBytes, run.After / _every) * FrameBytes);
            _frames.Position = _frames.Length;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"The frames for '{path}' can't be stored: {failure.Reason()}.", failure);
        }
    }

    private long FrameBytes => 3L * _size.Width * _size.Height;

    /// <summary>The file of the frames of a video.</summary>
    public static string FramesPath(string video) => $"{video}.frames";

    public bool WantsPicture(StylizeProgress step) => step.Step % _every == 0;

    public void Report(StylizeProgress value)
    {
        _showsLatest = WantsPicture(value);
        if (_showsLatest)
            Add(value.Preview!);
    }

    /// <summary>Makes the video, with the result as its last frame, and removes the file of frames.</summary>
    /// <param name="result">The run's result.</param>
    /// <param name="environment">Environment variables, to find ffmpeg.</param>
    /// <param name="keepFrames">True if the run may continue later and needs the frames.</param>
    public void Finish(Picture result, Func<string, string?> environment, bool keepFrames)
    {
        try
        {
            long begun = _frames.Length;
            if (!_showsLatest)
                Add(result);
            _frames.Flush();
            int count = (int)(_frames.Length / FrameBytes);
            VideoFile.Write(_frames.Name, (_size.Width, _size.Height, count), _path, environment);
            _frames.SetLength(begun);
        }
        finally
        {
            Close(keepFrames);
        }
    }

    public void Dispose() => Close(_mayContinue);

    private void Close(bool keepFrames)
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        try
        {
            _frames.Dispose();
        }
        finally
        {
            if (!keepFrames)
                File.Delete(_frames.Name);
        }
    }

    // The sides are even: MP4 stores one colour for two pixels.
    private static (int Width, int Height) Size(PictureSize size)
    {
        double scale = Math.Min(1, (double)LongestSide / size.Longer);
        return (Even(size.Width * scale), Even(size.Height * scale));

        static int Even(double side) => Math.Max(2, (int)Math.Round(side / 2) * 2);
    }

    private void Add(Picture picture)
    {
        Picture frame = Resampler.Resize(picture, _size.Width, _size.Height);
        byte[] bytes = new byte[3 * frame.Size.Pixels];
        frame.CopyTo(bytes, PixelLayout.Rgb24);
        _frames.Write(bytes);
    }
}
