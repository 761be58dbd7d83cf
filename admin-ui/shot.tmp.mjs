import { chromium } from '@playwright/test'
import { readFileSync } from 'node:fs'
const base='http://127.0.0.1:18431'
const logins=Object.fromEntries(readFileSync('/tmp/ui/data/logins','utf8').split('\n').map(l=>l.trim().split(/\s{2,}/)).filter(c=>c.length===4).map(c=>[c[0],c]))
const [who,path,out,scheme='light',size='1280x860',lang='en-GB',action]=process.argv.slice(2)
const [w,h]=size.split('x').map(Number)
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox']})
const c=await b.newContext({viewport:{width:w,height:h},colorScheme:scheme,locale:lang})
const p=await c.newPage()
p.on('console',m=>{if(m.type()!=='debug')console.log('console',m.type(),m.text().slice(0,300))}); p.on('pageerror',e=>console.log('ERR',e.message.slice(0,400)))
p.on('requestfailed',r=>console.log('failed',r.url()))
if(who!=='-'){ await p.goto(base+'/admin/sign-in'); await p.locator('input[name=email]').fill(logins[who][2]); await p.locator('input[name=password]').fill(logins[who][3]); await p.locator('button[type=submit]').click(); await p.waitForURL(/desk/); await p.waitForTimeout(500)}
if(path!=='/desk'||who==='-') await p.goto(base+'/admin'+path)
await p.waitForTimeout(1200)
if(action) await eval(`(async()=>{${action}})()`)
await p.screenshot({path:out})
const o=await p.evaluate(()=>document.documentElement.scrollWidth-document.documentElement.clientWidth); if(o>0)console.log('OVERFLOW',o)
await b.close()
