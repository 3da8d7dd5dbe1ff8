/*
 * Copyright 2026 The ZetaTron Authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.zetatron.nativeaccess;

import io.zetatron.bindings.linux.linux_h;

import java.util.Optional;

/**
 * The errors of system calls, by the names that manuals use. Where two names share a number the older is here:
 * {@code EAGAIN} and not {@code EWOULDBLOCK}, {@code EDEADLK} and not {@code EDEADLOCK}, {@code EOPNOTSUPP} and not
 * {@code ENOTSUP}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/errno.3.html">errno(3)</a>
 */
public enum Errno
{
    EPERM(linux_h.EPERM(), "operation not permitted"),
    ENOENT(linux_h.ENOENT(), "no such file or directory"),
    ESRCH(linux_h.ESRCH(), "no such process"),
    EINTR(linux_h.EINTR(), "interrupted system call"),
    EIO(linux_h.EIO(), "input/output error"),
    ENXIO(linux_h.ENXIO(), "no such device or address"),
    E2BIG(linux_h.E2BIG(), "argument list too long"),
    ENOEXEC(linux_h.ENOEXEC(), "exec format error"),
    EBADF(linux_h.EBADF(), "bad file descriptor"),
    ECHILD(linux_h.ECHILD(), "no child processes"),
    EAGAIN(linux_h.EAGAIN(), "resource temporarily unavailable"),
    ENOMEM(linux_h.ENOMEM(), "cannot allocate memory"),
    EACCES(linux_h.EACCES(), "permission denied"),
    EFAULT(linux_h.EFAULT(), "bad address"),
    ENOTBLK(linux_h.ENOTBLK(), "block device required"),
    EBUSY(linux_h.EBUSY(), "device or resource busy"),
    EEXIST(linux_h.EEXIST(), "file exists"),
    EXDEV(linux_h.EXDEV(), "invalid cross-device link"),
    ENODEV(linux_h.ENODEV(), "no such device"),
    ENOTDIR(linux_h.ENOTDIR(), "not a directory"),
    EISDIR(linux_h.EISDIR(), "is a directory"),
    EINVAL(linux_h.EINVAL(), "invalid argument"),
    ENFILE(linux_h.ENFILE(), "too many open files in system"),
    EMFILE(linux_h.EMFILE(), "too many open files"),
    ENOTTY(linux_h.ENOTTY(), "inappropriate ioctl for device"),
    ETXTBSY(linux_h.ETXTBSY(), "text file busy"),
    EFBIG(linux_h.EFBIG(), "file too large"),
    ENOSPC(linux_h.ENOSPC(), "no space left on device"),
    ESPIPE(linux_h.ESPIPE(), "illegal seek"),
    EROFS(linux_h.EROFS(), "read-only file system"),
    EMLINK(linux_h.EMLINK(), "too many links"),
    EPIPE(linux_h.EPIPE(), "broken pipe"),
    EDOM(linux_h.EDOM(), "numerical argument out of domain"),
    ERANGE(linux_h.ERANGE(), "numerical result out of range"),
    EDEADLK(linux_h.EDEADLK(), "resource deadlock avoided"),
    ENAMETOOLONG(linux_h.ENAMETOOLONG(), "file name too long"),
    ENOLCK(linux_h.ENOLCK(), "no locks available"),
    ENOSYS(linux_h.ENOSYS(), "function not implemented"),
    ENOTEMPTY(linux_h.ENOTEMPTY(), "directory not empty"),
    ELOOP(linux_h.ELOOP(), "too many levels of symbolic links"),
    ENOMSG(linux_h.ENOMSG(), "no message of desired type"),
    EIDRM(linux_h.EIDRM(), "identifier removed"),
    ECHRNG(linux_h.ECHRNG(), "channel number out of range"),
    EL2NSYNC(linux_h.EL2NSYNC(), "level 2 not synchronized"),
    EL3HLT(linux_h.EL3HLT(), "level 3 halted"),
    EL3RST(linux_h.EL3RST(), "level 3 reset"),
    ELNRNG(linux_h.ELNRNG(), "link number out of range"),
    EUNATCH(linux_h.EUNATCH(), "protocol driver not attached"),
    ENOCSI(linux_h.ENOCSI(), "no CSI structure available"),
    EL2HLT(linux_h.EL2HLT(), "level 2 halted"),
    EBADE(linux_h.EBADE(), "invalid exchange"),
    EBADR(linux_h.EBADR(), "invalid request descriptor"),
    EXFULL(linux_h.EXFULL(), "exchange full"),
    ENOANO(linux_h.ENOANO(), "no anode"),
    EBADRQC(linux_h.EBADRQC(), "invalid request code"),
    EBADSLT(linux_h.EBADSLT(), "invalid slot"),
    EBFONT(linux_h.EBFONT(), "bad font file format"),
    ENOSTR(linux_h.ENOSTR(), "device not a stream"),
    ENODATA(linux_h.ENODATA(), "no data available"),
    ETIME(linux_h.ETIME(), "timer expired"),
    ENOSR(linux_h.ENOSR(), "out of streams resources"),
    ENONET(linux_h.ENONET(), "machine is not on the network"),
    ENOPKG(linux_h.ENOPKG(), "package not installed"),
    EREMOTE(linux_h.EREMOTE(), "object is remote"),
    ENOLINK(linux_h.ENOLINK(), "link has been severed"),
    EADV(linux_h.EADV(), "advertise error"),
    ESRMNT(linux_h.ESRMNT(), "srmount error"),
    ECOMM(linux_h.ECOMM(), "communication error on send"),
    EPROTO(linux_h.EPROTO(), "protocol error"),
    EMULTIHOP(linux_h.EMULTIHOP(), "multihop attempted"),
    EDOTDOT(linux_h.EDOTDOT(), "RFS specific error"),
    EBADMSG(linux_h.EBADMSG(), "bad message"),
    EOVERFLOW(linux_h.EOVERFLOW(), "value too large for defined data type"),
    ENOTUNIQ(linux_h.ENOTUNIQ(), "name not unique on network"),
    EBADFD(linux_h.EBADFD(), "file descriptor in bad state"),
    EREMCHG(linux_h.EREMCHG(), "remote address changed"),
    ELIBACC(linux_h.ELIBACC(), "can not access a needed shared library"),
    ELIBBAD(linux_h.ELIBBAD(), "accessing a corrupted shared library"),
    ELIBSCN(linux_h.ELIBSCN(), ".lib section in a.out corrupted"),
    ELIBMAX(linux_h.ELIBMAX(), "attempting to link in too many shared libraries"),
    ELIBEXEC(linux_h.ELIBEXEC(), "cannot exec a shared library directly"),
    EILSEQ(linux_h.EILSEQ(), "invalid or incomplete multibyte or wide character"),
    ERESTART(linux_h.ERESTART(), "interrupted system call should be restarted"),
    ESTRPIPE(linux_h.ESTRPIPE(), "streams pipe error"),
    EUSERS(linux_h.EUSERS(), "too many users"),
    ENOTSOCK(linux_h.ENOTSOCK(), "socket operation on non-socket"),
    EDESTADDRREQ(linux_h.EDESTADDRREQ(), "destination address required"),
    EMSGSIZE(linux_h.EMSGSIZE(), "message too long"),
    EPROTOTYPE(linux_h.EPROTOTYPE(), "protocol wrong type for socket"),
    ENOPROTOOPT(linux_h.ENOPROTOOPT(), "protocol not available"),
    EPROTONOSUPPORT(linux_h.EPROTONOSUPPORT(), "protocol not supported"),
    ESOCKTNOSUPPORT(linux_h.ESOCKTNOSUPPORT(), "socket type not supported"),
    EOPNOTSUPP(linux_h.EOPNOTSUPP(), "operation not supported"),
    EPFNOSUPPORT(linux_h.EPFNOSUPPORT(), "protocol family not supported"),
    EAFNOSUPPORT(linux_h.EAFNOSUPPORT(), "address family not supported by protocol"),
    EADDRINUSE(linux_h.EADDRINUSE(), "address already in use"),
    EADDRNOTAVAIL(linux_h.EADDRNOTAVAIL(), "cannot assign requested address"),
    ENETDOWN(linux_h.ENETDOWN(), "network is down"),
    ENETUNREACH(linux_h.ENETUNREACH(), "network is unreachable"),
    ENETRESET(linux_h.ENETRESET(), "network dropped connection on reset"),
    ECONNABORTED(linux_h.ECONNABORTED(), "software caused connection abort"),
    ECONNRESET(linux_h.ECONNRESET(), "connection reset by peer"),
    ENOBUFS(linux_h.ENOBUFS(), "no buffer space available"),
    EISCONN(linux_h.EISCONN(), "transport endpoint is already connected"),
    ENOTCONN(linux_h.ENOTCONN(), "transport endpoint is not connected"),
    ESHUTDOWN(linux_h.ESHUTDOWN(), "cannot send after transport endpoint shutdown"),
    ETOOMANYREFS(linux_h.ETOOMANYREFS(), "too many references: cannot splice"),
    ETIMEDOUT(linux_h.ETIMEDOUT(), "connection timed out"),
    ECONNREFUSED(linux_h.ECONNREFUSED(), "connection refused"),
    EHOSTDOWN(linux_h.EHOSTDOWN(), "host is down"),
    EHOSTUNREACH(linux_h.EHOSTUNREACH(), "no route to host"),
    EALREADY(linux_h.EALREADY(), "operation already in progress"),
    EINPROGRESS(linux_h.EINPROGRESS(), "operation now in progress"),
    ESTALE(linux_h.ESTALE(), "stale file handle"),
    EUCLEAN(linux_h.EUCLEAN(), "structure needs cleaning"),
    ENOTNAM(linux_h.ENOTNAM(), "not a XENIX named type file"),
    ENAVAIL(linux_h.ENAVAIL(), "no XENIX semaphores available"),
    EISNAM(linux_h.EISNAM(), "is a named type file"),
    EREMOTEIO(linux_h.EREMOTEIO(), "remote I/O error"),
    EDQUOT(linux_h.EDQUOT(), "disk quota exceeded"),
    ENOMEDIUM(linux_h.ENOMEDIUM(), "no medium found"),
    EMEDIUMTYPE(linux_h.EMEDIUMTYPE(), "wrong medium type"),
    ECANCELED(linux_h.ECANCELED(), "operation canceled"),
    ENOKEY(linux_h.ENOKEY(), "required key not available"),
    EKEYEXPIRED(linux_h.EKEYEXPIRED(), "key has expired"),
    EKEYREVOKED(linux_h.EKEYREVOKED(), "key has been revoked"),
    EKEYREJECTED(linux_h.EKEYREJECTED(), "key was rejected by service"),
    EOWNERDEAD(linux_h.EOWNERDEAD(), "owner died"),
    ENOTRECOVERABLE(linux_h.ENOTRECOVERABLE(), "state not recoverable"),
    ERFKILL(linux_h.ERFKILL(), "operation not possible due to RF-kill"),
    EHWPOISON(linux_h.EHWPOISON(), "memory page has hardware error");

    private static final Errno[] BY_NUMBER = byNumber();

    private final int number;
    private final String text;

    Errno(final int number, final String text)
    {
        this.number = number;
        this.text = text;
    }

    /**
     * The error of a number.
     *
     * @param number as a call leaves it in {@code errno}.
     * @return the error; empty if the number has no name.
     */
    public static Optional<Errno> of(final int number)
    {
        return number < 0 || number >= BY_NUMBER.length ? Optional.empty() : Optional.ofNullable(BY_NUMBER[number]);
    }

    /**
     * Name, number and text of any number.
     *
     * @param number as a call leaves it in {@code errno}.
     * @return for example {@code EPERM (1), operation not permitted}; {@code errno 4000, which has no name} if it has
     *         none.
     */
    public static String describe(final int number)
    {
        return of(number)
            .map((errno) -> errno + " (" + number + "), " + errno.text)
            .orElseGet(() -> "errno " + number + ", which has no name");
    }

    /**
     * The number on this machine.
     *
     * @return the number, at least 1.
     */
    public int number()
    {
        return number;
    }

    /**
     * What it means in general.
     *
     * @return a few words.
     */
    public String text()
    {
        return text;
    }

    private static Errno[] byNumber()
    {
        int last = 0;
        for (final Errno errno : values())
        {
            last = Math.max(last, errno.number);
        }
        final Errno[] table = new Errno[last + 1];
        for (final Errno errno : values())
        {
            table[errno.number] = errno;
        }
        return table;
    }
}
