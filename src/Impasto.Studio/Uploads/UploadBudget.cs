using Impasto.Studio.Answers;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Uploads;

/// <summary>
/// The bytes of uploads that all requests together may hold in memory; none is written to the disk before it is part of
/// a run. They count as they come: who announces much and sends nothing takes no room.
/// </summary>
/// <remarks>
/// If there is no room, uploads that come too slowly are cut off, since nothing else would end them; if there is none
/// such, the one that needs room is refused. Nobody waits for room, so that no two uploads wait for each other.
/// </remarks>
internal sealed class UploadBudget(StudioSettings settings)
{
    /// <summary>Uploads of the largest size for which there is room at the same time.</summary>
    public const int MostLargest = 4;

    private readonly Lock _gate = new();
    private readonly List<Upload> _open = [];
    private readonly long _capacity =
        MostLargest * Math.Min(settings.Limits.MaxUploadBytes, long.MaxValue / MostLargest);

    private long _used;

    /// <summary>Bytes that are held.</summary>
    public long Used => Volatile.Read(ref _used);

    private static StudioProblem Full => new(
        StatusCodes.Status503ServiceUnavailable,
        "Other uploads take all the room that there is for them: try again in some seconds.")
    {
        Code = ProblemCode.UploadsFull,
    };

    /// <summary>Opens an upload, which is to be closed when nothing of it is held.</summary>
    /// <param name="cost">Bytes of memory that one byte takes.</param>
    public Upload Open(int cost = 1)
    {
        var upload = new Upload(this, cost, settings.Clock);
        lock (_gate)
            _open.Add(upload);
        return upload;
    }

    /// <summary>Refuses an upload that would not fit now, before anything of it is read.</summary>
    /// <param name="bytes">Bytes that it announces.</param>
    /// <exception cref="StudioProblem">There is no room for it: 503.</exception>
    public void Require(long bytes)
    {
        // One that is larger than any may be is refused for that when it is read.
        long counted = Upload.Counted(Math.Min(bytes, settings.Limits.MaxUploadBytes));
        lock (_gate)
        {
            long slow = _open.Where(upload => upload.Pace.IsSlow).Sum(upload => upload.Held);
            if (_used - slow + counted > _capacity)
                throw Full;
        }
    }

    internal void Take(Upload upload, long bytes)
    {
        if (upload.CutOff.IsCancellationRequested)
            throw Upload.TooSlow;
        Hold(upload, () => upload.Receive(bytes));
    }

    internal void TakeMore(Upload upload, long bytes) => Hold(upload, () => bytes);

    internal void Release(Upload upload)
    {
        lock (_gate)
        {
            _used -= upload.Held;
            upload.Held = 0;
        }
    }

    internal void Close(Upload upload)
    {
        lock (_gate)
            Remove(upload);
    }

    internal void Change(Upload upload, Action<UploadPace> change)
    {
        lock (_gate)
            change(upload.Pace);
    }

    private void Hold(Upload upload, Func<long> bytes)
    {
        List<Upload> slow = [];
        bool fits;
        lock (_gate)
        {
            long cost = bytes();
            while (_used + cost > _capacity && FindSlow(upload) is { } one)
            {
                slow.Add(one);
                Remove(one);
            }

            fits = cost == 0 || _used + cost <= _capacity;
            if (fits)
            {
                upload.Held += cost;
                _used += cost;
            }
        }

        slow.ForEach(one => one.Cut());
        if (!fits)
            throw Full;
    }

    private Upload? FindSlow(Upload asking) =>
        _open.Find(upload => upload != asking && upload.Held > 0 && upload.Pace.IsSlow);

    private void Remove(Upload upload)
    {
        _open.Remove(upload);
        _used -= upload.Held;
        upload.Held = 0;
    }
}
