using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Impasto.Studio.Storage;

/// <summary>Files in an S3-compatible store, one object each: PREFIX/RUN/NAME.</summary>
internal sealed class S3Blobs : IBlobStore, IDisposable
{
    // What S3 takes in one request.
    private const long MostBytes = 5_000_000_000;

    private const string UsualRegion = "us-east-1";

    // Whoever asks whether the store is well does not wait for long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly AmazonS3Client _client;
    private readonly S3Address _address;

    /// <summary>A client; nothing is sent yet.</summary>
    /// <param name="address">Bucket and prefix.</param>
    /// <param name="endpoint">The service's address; null for Amazon's of the region.</param>
    /// <param name="region">The region's name; null for us-east-1, which other services take.</param>
    /// <param name="keys">The key; null for where the AWS tools look: environment, profile, machine.</param>
    public S3Blobs(S3Address address, Uri? endpoint, string? region, AWSCredentials? keys = null)
    {
        _address = address;
        var config = new AmazonS3Config
        {
            // Services that are not Amazon's lack the newer checks, and names of buckets as hosts.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            Timeout = TimeSpan.FromMinutes(5),
        };
        if (endpoint is null)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region ?? UsualRegion);
        else
            (config.ServiceURL, config.AuthenticationRegion, config.ForcePathStyle) =
                (endpoint.AbsoluteUri, region ?? UsualRegion, true);
        _client = keys is null ? new AmazonS3Client(config) : new AmazonS3Client(keys, config);
    }

    public async Task CheckAsync()
    {
        using var end = new CancellationTokenSource(Patience);
        try
        {
            var request = new ListObjectsV2Request
            {
                BucketName = _address.Bucket, Prefix = _address.Prefix, MaxKeys = 1,
            };
            await AskAsync(() => _client.ListObjectsV2Async(request, end.Token));
        }
        catch (OperationCanceledException failure)
        {
            throw new StoreAwayException(
                $"the files at {_address} gave no answer in {Patience.TotalSeconds:0} seconds", failure);
        }
    }

    public async Task WriteAsync(Guid run, BlobName name, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        await PutAsync(run, name, stream);
    }

    public async Task WriteFileAsync(Guid run, BlobName name, string path)
    {
        await using FileStream stream = File.OpenRead(path);
        if (stream.Length > MostBytes)
        {
            throw new ImpastoException(
                $"The result has {stream.Length / 1e6:0} MB, and the store holds files of up to "
                + $"{MostBytes / 1e6:0}: use a smaller size.");
        }

        await PutAsync(run, name, stream);
    }

    public async Task<byte[]?> ReadAsync(Guid run, BlobName name)
    {
        await using Stream? stream = await OpenAsync(run, name);
        if (stream is null)
            return null;
        byte[] bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    public async Task<Stream?> OpenAsync(Guid run, BlobName name)
    {
        string key = Key(run, name);
        try
        {
            GetObjectMetadataResponse found = await AskAsync(
                () => _client.GetObjectMetadataAsync(_address.Bucket, key));
            return new S3Stream(found.ContentLength, (first, last, cancellation) => AskAsync(
                () => _client.GetObjectAsync(
                    new GetObjectRequest
                    {
                        BucketName = _address.Bucket,
                        Key = key,
                        ByteRange = new ByteRange(first, last),
                        // A file that was replaced meanwhile must not be mixed with what it was.
                        EtagToMatch = found.ETag,
                    },
                    cancellation)));
        }
        catch (StoreAwayException missing)
            when (missing.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound })
        {
            return null;
        }
    }

    public async Task DeleteAsync(Guid run)
    {
        string? next = null;
        do
        {
            ListObjectsV2Response found = await AskAsync(() => _client.ListObjectsV2Async(new ListObjectsV2Request
            {
                BucketName = _address.Bucket, Prefix = Folder(run), ContinuationToken = next,
            }));
            // One after the other: some services lack the request for many.
            foreach (S3Object item in found.S3Objects ?? [])
                await AskAsync(() => _client.DeleteObjectAsync(_address.Bucket, item.Key));
            next = found.NextContinuationToken;
        }
        while (next is not null);
    }

    // The limit on the bytes of all runs applies instead.
    public long FreeBytes() => long.MaxValue;

    public void Dispose() => _client.Dispose();

    private Task<PutObjectResponse> PutAsync(Guid run, BlobName name, Stream stream) => AskAsync(() =>
    {
        stream.Position = 0;
        return _client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = _address.Bucket,
            Key = Key(run, name),
            InputStream = stream,
            AutoCloseStream = false,
            UseChunkEncoding = false,
        });
    });

    // A wrong key or a missing bucket may be mended while the studio runs: all of it counts as away.
    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception failure)
            when (failure is AmazonServiceException or AmazonClientException or HttpRequestException or IOException)
        {
            throw new StoreAwayException(
                $"the files at {_address} can't be used: {failure.Message.Trim().TrimEnd('.')}", failure);
        }
    }

    private string Folder(Guid run) => $"{_address.Prefix}{run:N}/";

    private string Key(Guid run, BlobName name) => $"{Folder(run)}{name.Text}";
}
