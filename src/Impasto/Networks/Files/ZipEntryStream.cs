using System.IO.Compression;

namespace Impasto.Networks.Files;

/// <summary>One entry of a zip file from some byte on; owns the archive that it comes from.</summary>
internal sealed class ZipEntryStream : Stream
{
    private readonly ZipArchive _archive;
    private readonly Stream _inner;

    public ZipEntryStream(string path, string entry, long offset)
    {
        _archive = ZipFile.OpenRead(path);
        _inner = _archive.GetEntry(entry)!.Open();
        byte[] skipped = new byte[81920];
        while (offset > 0)
        {
            int read = _inner.Read(skipped, 0, (int)Math.Min(skipped.Length, offset));
            if (read == 0)
                break;
            offset -= read;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => _inner.Read(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _archive.Dispose();
        }

        base.Dispose(disposing);
    }
}
